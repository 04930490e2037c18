namespace Engine.Detection;

/// <summary>How a run stands.</summary>
/// <param name="Actors">Actors remembered.</param>
/// <param name="Forgotten">Actors forgotten under memory pressure.</param>
/// <param name="Knowledge">Version of the baselines.</param>
/// <param name="Endpoints">Baselines learned, mature or not.</param>
/// <param name="LateFacts">Facts that came after their second of logical time had been judged, and were judged with the next.</param>
/// <param name="IsExact">False: something was forgotten under pressure, so another memory budget could give other verdicts.</param>
public sealed record DetectionStatistics(long Actors, long Forgotten, string Knowledge, int Endpoints, long LateFacts, bool IsExact);
