namespace Engine.App.Simulation.Labels;

/// <summary>The strongest name of a labelled actor.</summary>
/// <param name="Kind">user, consumer (an integration, by the name the gateway knows) or address (never signed in).</param>
/// <param name="Id">User or consumer name, or the address.</param>
internal sealed record LabelledActor(string Kind, string Id)
{
    public override string ToString() => $"{Kind} {Id}";
}
