namespace Engine.Enrichment.Endpoints;

/// <summary>Where a path names an object.</summary>
/// <param name="Kind">What it looks like.</param>
/// <param name="Start">First character in the path.</param>
/// <param name="Length">Characters, still percent-encoded.</param>
/// <param name="IsSecret">Personal data, or a one-time secret such as the end of a reset link: leaves as a keyed hash only.</param>
internal readonly record struct PathObject(SegmentKind Kind, int Start, int Length, bool IsSecret);
