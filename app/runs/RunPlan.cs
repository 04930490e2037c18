using Engine.App.Configuration;
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

    /// <summary>True: verdicts reach Kafka and the enforcement points, in the mode of each, and lines leave at once. A replay does none of it.</summary>
    public bool IsLive { get; init; }
}
