namespace Engine.Sinks.Enforcement;

/// <summary>The caps of one point: how many targets, what share of the actors, how many in a minute.</summary>
internal sealed class BlastRadius(BlastRadiusOptions options)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Queue<DateTimeOffset> _recent = new();

    /// <summary>Null: one more may be blocked, and is counted as blocked from now on.</summary>
    /// <param name="placed">Targets blocked at the point now.</param>
    /// <param name="activeActors">Actors seen within about the last hour.</param>
    /// <param name="now">Wall clock.</param>
    public Refusal? Admit(int placed, long activeActors, DateTimeOffset now)
    {
        while (_recent.TryPeek(out var first) && now - first >= Minute)
            _recent.Dequeue();
        if (placed >= options.Targets)
            return new Refusal("blast-radius", $"{placed} targets are blocked already; targets is {options.Targets}");
        if (placed >= options.AlwaysPossible && placed + 1 > options.ShareOfActors * activeActors)
            return new Refusal("blast-radius", $"{placed} targets are blocked of {activeActors} actors; share_of_actors is {options.ShareOfActors}");
        if (_recent.Count >= options.TargetsPerMinute)
            return new Refusal("blast-radius", $"{_recent.Count} targets were blocked within a minute; targets_per_minute is {options.TargetsPerMinute}");
        _recent.Enqueue(now);
        return null;
    }
}
