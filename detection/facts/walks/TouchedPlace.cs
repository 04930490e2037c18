namespace Engine.Detection.Facts.Walks;

/// <summary>A place among an endpoint's ids that is worth a closer look.</summary>
/// <param name="Id">One id of it.</param>
/// <param name="MostIds">Most unusual ids that one of the actors has that touched it.</param>
internal readonly record struct TouchedPlace(long Id, int MostIds);
