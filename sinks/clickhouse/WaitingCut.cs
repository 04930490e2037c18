using Engine.Sinks.ClickHouse.Spool;

namespace Engine.Sinks.ClickHouse;

/// <summary>A cut on its way to the store.</summary>
/// <param name="File">Where it is in the journal; null: there is none.</param>
/// <param name="Cut">Its rows; null: they are read back from the journal.</param>
/// <param name="Stored">Completes when it is in the store.</param>
internal sealed record WaitingCut(SpoolFile? File, Cut? Cut, TaskCompletionSource Stored);
