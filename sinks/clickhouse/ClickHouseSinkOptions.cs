using System.ComponentModel.DataAnnotations;

namespace Engine.Sinks.ClickHouse;

/// <summary>When rows are written to the store, and how often a failed write is tried again.</summary>
public sealed record ClickHouseSinkOptions
{
    /// <summary>Calls in one block. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int BlockRows { get; init; } = 20_000;

    /// <summary>Bytes of one block, whichever comes first. Default 16 MiB.</summary>
    [Range(1 << 16, 1 << 28)]
    public int BlockBytes { get; init; } = 16 << 20;

    /// <summary>Longest time that a row waits for its block. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan BlockAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Blocks that may wait for a slow store before the stream waits with them. Default 2.</summary>
    [Range(1, 64)]
    public int BlocksAhead { get; init; } = 2;

    /// <summary>Attempts after the first when the store is away or overloaded. Default 6 (about 12 s).</summary>
    [Range(0, 100)]
    public int Retries { get; init; } = 6;

    /// <summary>First pause between attempts; doubles up to <see cref="LongestPause"/>. Default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause between attempts. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Compress blocks (gzip): for a server behind a slow line; costs about ten times the encoding. Default false.</summary>
    public bool Compress { get; init; }
}
