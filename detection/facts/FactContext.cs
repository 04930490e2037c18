using Engine.Detection.Baselines;
using Engine.Schemas;

namespace Engine.Detection.Facts;

/// <summary>What a fact detector sees when it concludes, and where its signals go.</summary>
/// <param name="baselines">Version in force.</param>
internal sealed class FactContext(BaselineTable baselines)
{
    private readonly List<Signal> _raised = [];

    public BaselineTable Baselines => baselines;

    /// <summary>In the order in which they were raised; each goes to the scoring of its actor.</summary>
    public IReadOnlyList<Signal> Raised => _raised;

    public void Raise(Signal signal) => _raised.Add(signal);

    public void Clear() => _raised.Clear();
}
