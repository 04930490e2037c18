using Engine.Schemas;

namespace Engine.Detection;

/// <summary>What a lane concluded, each with the place in the order of the input (or of the shards, when actors rest).</summary>
internal sealed class LaneOutput
{
    public List<(int Order, Signal Item)> Signals { get; } = [];
    public List<(int Order, Verdict Item)> Verdicts { get; } = [];
    public List<(int Order, Session Item)> Sessions { get; } = [];

    /// <summary>For the fact step, which puts them in order itself.</summary>
    public List<Fact> Facts { get; } = [];

    /// <summary>Appends what all lanes hold, in order; each order belongs to one lane, so equal ones keep their sequence.</summary>
    public static void Drain<T>(IReadOnlyList<Lane> lanes, Func<LaneOutput, List<(int Order, T Item)>> of, List<T> into)
    {
        var any = 0;
        for (var i = 0; i < lanes.Count; i++)
            any += of(lanes[i].Output).Count;
        if (any == 0)
            return;
        var all = new List<(int Order, T Item)>(any);
        foreach (var lane in lanes)
        {
            all.AddRange(of(lane.Output));
            of(lane.Output).Clear();
        }

        into.AddRange(all.OrderBy(entry => entry.Order).Select(entry => entry.Item));
    }
}
