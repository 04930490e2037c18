namespace Engine.Ingest.Formats;

/// <summary>How a JSON log writes what JSON has no type for.</summary>
/// <param name="Time">Encoding of its times.</param>
/// <param name="Duration">Unit of its durations.</param>
/// <param name="UserIsVerified">The users it names are checked, unless the answer was 401 or 403.</param>
internal sealed record JsonUnits(TimeEncoding Time, DurationUnit Duration = DurationUnit.Milliseconds, bool UserIsVerified = false);
