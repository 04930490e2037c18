using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>What a format made of one raw batch; the last one of a run is empty and says so.</summary>
/// <param name="Calls">In the order of the source.</param>
/// <param name="Refused">What became no call, with the reason.</param>
/// <param name="Partition">Name of the partition, for the logical clock.</param>
/// <param name="ArrivedAt">When its first record was read.</param>
internal sealed record ParsedBatch(IReadOnlyList<ApiEvent> Calls, IReadOnlyList<DeadLetter> Refused, string Partition, DateTimeOffset ArrivedAt)
{
    /// <summary>Follows the last record, so that every stage can finish what it holds.</summary>
    public static ParsedBatch End { get; } = new([], [], "", DateTimeOffset.UnixEpoch);

    /// <summary>Nothing came for a while: stages go on with what they do between batches.</summary>
    public static ParsedBatch Idle { get; } = new([], [], "", DateTimeOffset.UnixEpoch);

    /// <summary>Records that it was made of.</summary>
    public int Records { get; init; }

    /// <summary>Calls whose record was wrapped in one extra pair of quotes.</summary>
    public long Unwrapped { get; init; }

    /// <summary>Good records, or parts of them, that tell of no call.</summary>
    public long Skipped { get; init; }

    /// <summary>Digest of the records' bytes, whatever their order and batches.</summary>
    public UInt128 Digest { get; init; }

    public bool IsEnd => ReferenceEquals(this, End);

    /// <summary>False: it has no place in the input.</summary>
    public bool IsOfInput => !IsEnd && !ReferenceEquals(this, Idle);

    /// <summary>Only state is rebuilt from it: an earlier run acknowledged its records.</summary>
    public bool IsReadBack { get; init; }
}
