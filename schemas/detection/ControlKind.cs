namespace Engine.Schemas;

public enum ControlKind
{
    /// <summary>A version of what was learned came into force.</summary>
    Knowledge,

    /// <summary>The rules changed: options, detectors, build.</summary>
    Options,

    /// <summary>An enforcement point began or ceased to answer for the service.</summary>
    Enforcement,

    /// <summary>Endpoints became part of others: what is remembered of them follows, whatever is taken for normal.</summary>
    Endpoints,
}
