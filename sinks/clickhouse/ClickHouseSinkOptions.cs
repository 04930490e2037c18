using System.ComponentModel.DataAnnotations;

namespace Engine.Sinks.ClickHouse;

/// <summary>What is written to the store and when, and what happens while it is away.</summary>
public sealed record ClickHouseSinkOptions
{
    /// <summary>Identity of the run, in every row that belongs to one. Default empty: none.</summary>
    public string Run { get; init; } = "";

    /// <summary>Which rows are written. Default all.</summary>
    public WhatToStore What { get; init; } = WhatToStore.All;

    /// <summary>
    /// Where blocks are journalled before they are sent; it belongs to one store, several engines may share it. Null: no journal, what was
    /// taken and not yet stored is lost with the process. Default null.
    /// </summary>
    public string? SpoolDirectory { get; init; }

    /// <summary>Bytes of blocks that may wait in the journal while the store is away; then the stream waits. Default 10 GiB.</summary>
    [Range(1L << 20, 1L << 50)]
    public long MostSpoolBytes { get; init; } = 10L << 30;

    /// <summary>Longest time at the end for storing what waits; what is left stays in the journal for the next start. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "24:00:00")]
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Pauses together after which a store that stays away, or a full disk under the journal, ends the engine with one clear error. Null: never,
    /// and a store that refuses (a right, a table, its disk) is asked again too: for a live run, whose detection goes on meanwhile. Default 12 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "24:00:00")]
    public TimeSpan? GiveUpAfter { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>First pause between attempts; doubles up to <see cref="LongestPause"/>. Default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest pause between attempts. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls in one block. Default 20,000.</summary>
    [Range(1, 1_000_000)]
    public int BlockRows { get; init; } = 20_000;

    /// <summary>Bytes of one block, whichever comes first. Default 16 MiB.</summary>
    [Range(1 << 16, 1 << 28)]
    public int BlockBytes { get; init; } = 16 << 20;

    /// <summary>Longest time that a row waits for its block. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan BlockAge { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Blocks in memory that may wait for the journal, and again for the store; further ones are read back from the journal. Default 2.</summary>
    [Range(1, 64)]
    public int BlocksAhead { get; init; } = 2;

    /// <summary>Compress blocks (gzip): for a server behind a slow line; costs about ten times the encoding. Default false.</summary>
    public bool Compress { get; init; }
}
