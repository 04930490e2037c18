namespace Engine.Enrichment.Endpoints;

/// <summary>Where a path names an object.</summary>
/// <param name="Name">Name of its parameter in a document or route; null where it is learned.</param>
/// <param name="Place">What a learned parameter is named for.</param>
/// <param name="Kind">What the value looks like.</param>
/// <param name="Start">First character in the path.</param>
/// <param name="Length">Characters, still percent-encoded.</param>
/// <param name="IsSecret">Personal data, or a one-time secret such as the end of a reset link: leaves as a keyed hash only.</param>
internal readonly record struct PathObject(string? Name, SegmentKind Place, SegmentKind Kind, int Start, int Length, bool IsSecret);
