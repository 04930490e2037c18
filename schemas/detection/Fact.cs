namespace Engine.Schemas;

/// <summary>
/// A small observation keyed by something other than the actor, for the second keyed step (fact step). A struct without text of its own:
/// many calls make one, few are ever looked at again.
/// </summary>
public readonly record struct Fact
{
    /// <summary>What <see cref="Key"/> is.</summary>
    public required FactKind Kind { get; init; }

    /// <summary>Seeded hash of endpoint, account, credential, object or fingerprint, with environment and source format.</summary>
    public required ulong Key { get; init; }

    /// <summary>Who caused it.</summary>
    public required Actor Actor { get; init; }
    public required Endpoint Endpoint { get; init; }
    public required string Environment { get; init; }
    public required string SourceFormat { get; init; }

    /// <summary>Event time (UTC ticks), never ahead of the logical time at its place.</summary>
    public required long Ticks { get; init; }

    /// <summary>The call.</summary>
    public required EventId Event { get; init; }

    /// <summary>What was observed under the key: the number of an object.</summary>
    public required long Value { get; init; }

    /// <summary>Distinct values that the actor had under the key in its look-back, this one included.</summary>
    public required int Count { get; init; }
    public required FactOutcome Outcome { get; init; }

    /// <summary>True: out of the ordinary for its actor, so worth remembering. False: only tells what is usual under the key.</summary>
    public required bool IsUnusual { get; init; }
}
