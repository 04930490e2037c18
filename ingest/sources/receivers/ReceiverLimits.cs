using System.ComponentModel.DataAnnotations;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>What one receiver takes at most.</summary>
public sealed record ReceiverLimits
{
    /// <summary>Bytes of one request at most, unpacked; longer ones are refused (413). Default 16MiB.</summary>
    [ByteSize]
    [Range(1024L, FormatInfo.BatchBytes)]
    public long Body { get; init; } = FormatInfo.BatchBytes;

    /// <summary>Bytes of a mirrored request's body that are kept, from its start; the rest is counted. Default 64KiB.</summary>
    [ByteSize]
    [Range(0L, 1024L * 1024)]
    public long Capture { get; init; } = 64 * 1024;

    /// <summary>Connections of a listening address at once; more are closed at once. Default 1000.</summary>
    [Range(1, 100_000)]
    public int Connections { get; init; } = 1000;

    /// <summary>Time that a request may take to arrive whole. Default 30s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Bytes on the disk that wait to be taken in; then senders are told to come back later (429). What is in it is not yet freed of its
    /// secrets. Default 1GiB.
    /// </summary>
    [ByteSize]
    [Range(16L * 1024 * 1024, 1024L * 1024 * 1024 * 1024)]
    public long Journal { get; init; } = 1024L * 1024 * 1024;
}
