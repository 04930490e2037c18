using System.ComponentModel.DataAnnotations;

namespace Engine.App.Checkpoints;

/// <summary>Section <c>checkpoints</c>: what a live engine keeps so that a restart goes on where it was.</summary>
internal sealed record CheckpointOptions
{
    /// <summary>Time between two checkpoints: what a restart reads again at most. Default 10s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Where they are kept; each engine needs its own. Default: checkpoints in the data directory.</summary>
    public string? Directory { get; init; }

    /// <summary>
    /// Event time that is read back where no checkpoint can be read, so that what was known is rebuilt; 0s reads nothing back. Default: what
    /// detectors, sessions and verdicts reach back, 30h with their defaults.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan? ReadBack { get; init; }

    /// <summary>Longest step that a checkpoint takes between two batches. Default 10ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:00.050")]
    public TimeSpan Step { get; init; } = TimeSpan.FromMilliseconds(10);
}
