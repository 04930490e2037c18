namespace Engine.Schemas;

/// <summary>One detector's evidence about one actor.</summary>
public sealed record Signal
{
    /// <summary>Public detector id, for example <c>API-ENUM-001</c>.</summary>
    public required string Detector { get; init; }
    public required int DetectorVersion { get; init; }
    public required Actor Actor { get; init; }
    public Endpoint? Endpoint { get; init; }

    /// <summary>Event time of the first call that is part of the evidence.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Event time of the deciding call.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>0 (none) to 1 (certain).</summary>
    public required double Strength { get; init; }

    /// <summary>One sentence with numbers.</summary>
    public required string Reason { get; init; }
    public required double Observed { get; init; }
    public required double Expected { get; init; }
    public required double Threshold { get; init; }

    /// <summary>What the numbers count: "distinct ids", "bytes".</summary>
    public required string Unit { get; init; }

    /// <summary>Bounded sample of the calls; <see cref="EventCount"/> says how many there were.</summary>
    public required IReadOnlyList<EventId> Events { get; init; }
    public required long EventCount { get; init; }

    /// <summary>The detector is in shadow mode: recorded, never part of a verdict.</summary>
    public bool IsShadow { get; init; }

    /// <summary>Identity of the signal: detector, actor and the deciding call.</summary>
    public EventId Id => EventId.From(StableHash.Of128(
        Detector, Actor.Key.ToString(), To.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture), Endpoint?.ToString() ?? ""));
}
