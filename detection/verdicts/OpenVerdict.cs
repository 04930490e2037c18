using Engine.Schemas;

namespace Engine.Detection.Verdicts;

/// <param name="Category">Main category: an actor has one verdict at a time for each.</param>
/// <param name="Latest">Its latest revision.</param>
/// <param name="Repetition">How many verdicts of this category came before: each doubles the time to live.</param>
internal sealed record OpenVerdict(string Category, Verdict Latest, int Repetition);
