namespace Engine.App.Bench;

/// <summary>What checkpoints of a large state cost, and a restart from them.</summary>
/// <param name="Whole">The first one, which holds everything.</param>
/// <param name="Delta">One that holds what changed within the time between two.</param>
/// <param name="Pause99">What 99 of 100 of their steps stay below: calls wait as long.</param>
/// <param name="LongestPause">The longest of them.</param>
/// <param name="Restored">Processor time until everything is back.</param>
/// <param name="CaughtUp">Processor time until the calls since the last checkpoint, and those that came meanwhile at half load, are through as well.</param>
internal sealed record CheckpointFigures(
    CheckpointCost Whole, CheckpointCost Delta, TimeSpan Pause99, TimeSpan LongestPause, TimeSpan Restored, TimeSpan CaughtUp);
