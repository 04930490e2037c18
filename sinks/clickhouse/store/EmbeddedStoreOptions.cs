using System.ComponentModel.DataAnnotations;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>How the embedded store is started.</summary>
public sealed record EmbeddedStoreOptions
{
    /// <summary>Program and first arguments that run this engine; null finds the running one. Default null.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Longest wait for the store, its own start or another process that holds it. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StartTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait at the end for running statements. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StopTime { get; init; } = TimeSpan.FromSeconds(10);
}
