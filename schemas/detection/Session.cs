namespace Engine.Schemas;

/// <summary>An actor's finished run of calls: no gap over 30 minutes, at most 24 hours or 10,000 operations.</summary>
public sealed record Session
{
    public required ulong Id { get; init; }
    public required Actor Actor { get; init; }
    public required string Environment { get; init; }
    public required DateTimeOffset Start { get; init; }
    public required DateTimeOffset End { get; init; }
    public required long Calls { get; init; }
    public required long Failures { get; init; }
    public required long RequestBytes { get; init; }
    public required long ResponseBytes { get; init; }
    public required int DistinctEndpoints { get; init; }

    /// <summary>The last operations (repeated ones collapsed), oldest first: <c>GET /v1/orders/{id}</c>.</summary>
    public required IReadOnlyList<string> Operations { get; init; }

    /// <summary>Mean surprise of the sequence in bits per step; null until a sequence model is mature.</summary>
    public double? SurpriseBits { get; init; }
    public required SessionEnd EndedBy { get; init; }
}
