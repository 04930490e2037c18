namespace Engine.Ingest.Time;

/// <summary>Logical time of one event, given at the source.</summary>
/// <param name="Tick">Time that state may move to because of this event (UTC): at least the watermark, never more than the partition believes.</param>
/// <param name="IsLate">True: older than the watermark by more than the allowed lateness. Processed all the same, and counted.</param>
/// <param name="Watermark">No more than this has surely passed (UTC); <see cref="DateTimeOffset.MinValue"/> while the partition is too young to tell.</param>
public readonly record struct Stamp(DateTimeOffset Tick, bool IsLate, DateTimeOffset Watermark);
