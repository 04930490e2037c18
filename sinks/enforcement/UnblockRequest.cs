namespace Engine.Sinks.Enforcement;

/// <summary>An operator's word: <c>engine unblock</c>.</summary>
public sealed record UnblockRequest
{
    /// <summary>Everything, and hold back new blocks for a while: the kill switch.</summary>
    public bool All { get; init; }

    /// <summary>An address, network, user, keyed hash, or the id of a verdict (all its targets). Null with <see cref="All"/> or <see cref="Resume"/>.</summary>
    public string? Target { get; init; }

    /// <summary>Only at this point; null = everywhere.</summary>
    public string? Point { get; init; }

    /// <summary>
    /// How long it stays unblocked whatever any verdict says, or how long <see cref="All"/> holds back new blocks.
    /// Null: against the present verdicts only, until one of them asks for a stronger action; for All the configured time.
    /// </summary>
    public TimeSpan? For { get; init; }

    /// <summary>Takes back what was said before: lifts the hold and every exception.</summary>
    public bool Resume { get; init; }
}
