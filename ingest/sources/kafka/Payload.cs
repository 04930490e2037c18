namespace Engine.Ingest.Sources.Kafka;

/// <summary>Value of one Kafka record, copied out of the client.</summary>
/// <param name="Block">Where its bytes lie, retained for whoever has the payload; null where there are none to keep.</param>
/// <param name="Start">First byte in the block.</param>
/// <param name="Length">Bytes of the value, also where they were not kept.</param>
/// <param name="Overlong">Beginning of a value over the limit; null for the others.</param>
internal readonly record struct Payload(RecordBlock? Block, int Start, int Length, string? Overlong)
{
    /// <summary>A record without a value: it deletes its key in a compacted topic and holds no call.</summary>
    public static Payload Tombstone { get; } = new(null, 0, 0, null);

    public bool IsTombstone => Block is null && Overlong is null;

    public ReadOnlyMemory<byte> Bytes => Block!.Bytes.AsMemory(Start, Length);
}
