namespace Engine.App.Bench;

/// <summary>What detection's state costs in memory, pauses and time.</summary>
/// <param name="Actors">Actors remembered at the end of the mixed population.</param>
/// <param name="HeapBytes">Heap that holds the mixed population, the actors' own identities included.</param>
/// <param name="MedianBytes">Heap per actor of a population in which every actor is the median one.</param>
/// <param name="Call">One lane, ten thousand actors, steady state.</param>
/// <param name="Pauses">Stops for collections while calls of the mixed population went on.</param>
/// <param name="Saved">Its checkpoints and its restart.</param>
internal sealed record StateReport(long Actors, long HeapBytes, long MedianBytes, CallCost Call, PauseLog Pauses, CheckpointFigures Saved);
