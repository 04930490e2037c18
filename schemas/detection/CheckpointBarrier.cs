namespace Engine.Schemas;

/// <summary>A point between two batches at which every room's state belongs together.</summary>
/// <param name="Number">Number of the checkpoint, from 1; rises over restarts.</param>
/// <param name="Positions">Everything up to here has been taken in, nothing beyond.</param>
public sealed record CheckpointBarrier(long Number, InputPositions Positions);
