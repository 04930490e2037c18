using Akka.Configuration;
using Engine.App.Configuration;
using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.App.Runs;

/// <summary>Everything about a run but its input.</summary>
internal sealed record RunPlan
{
    /// <summary>Configuration with its secrets.</summary>
    public required EngineOptions Options { get; init; }
    public required StoreLocation Store { get; init; }

    /// <summary>File for the verdict lines; "-" is standard output; null: none.</summary>
    public string? Verdicts { get; init; }

    /// <summary>File for refused records where there is no store; null: they are only counted.</summary>
    public string? DeadLetters { get; init; }

    /// <summary>Tells the person who watches about each new verdict of challenge or more, one line each; null: nobody watches.</summary>
    public Action<string>? Notify { get; init; }

    /// <summary>Tells the person what the run does beyond what was asked for; null: nobody watches.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>Id of the run, should it not go on with an earlier one.</summary>
    public string Run { get; init; } = RunId.New(TimeProvider.System);

    /// <summary>Directory of the checkpoints; null: none are taken, and the run begins anew.</summary>
    public string? Checkpoints { get; init; }

    /// <summary>True: what an earlier run left there is forgotten.</summary>
    public bool IsFresh { get; init; }

    /// <summary>True: verdicts reach Kafka and the enforcement points, in the mode of each, and lines leave at once. A replay does none of it.</summary>
    public bool IsLive { get; init; }

    /// <summary>What is read, for the list of runs: sources, files, or the run it repeats.</summary>
    public string Input { get; init; } = "";
    public RunBaseline Baseline { get; init; }

    /// <summary>Learns from the whole input first, for <see cref="RunBaseline.Hindsight"/>; null: nothing is known before the first call.</summary>
    public Func<CancellationToken, Task<ReadOnlyMemory<byte>>>? Learn { get; init; }

    /// <summary>Which rows are left in the store.</summary>
    public WhatToStore What { get; init; }

    /// <summary>Asked at the end: what the input lacks of what once was there; null: nothing.</summary>
    public Func<string?> Missing { get; init; } = () => null;

    /// <summary>Settings of the streams; null: the engine's own.</summary>
    public Config? Streams { get; init; }
}
