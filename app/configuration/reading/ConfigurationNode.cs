namespace Engine.App.Configuration.Reading;

/// <summary>A piece of the configuration as it was written, before any record looked at it.</summary>
/// <param name="origin">Where it was written.</param>
internal abstract class ConfigurationNode(Origin origin)
{
    public Origin Origin { get; } = origin;

    /// <summary>What a person would call it: "a list".</summary>
    public abstract string Kind { get; }

    /// <summary>True: written without a value (<c>key:</c>, <c>~</c>, <c>null</c>).</summary>
    public virtual bool IsNothing => false;
}
