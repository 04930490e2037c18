namespace Engine.App.Bench;

/// <summary>A line of the report.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Value">The figure.</param>
/// <param name="Budget">What it should be; empty where nothing is asked.</param>
/// <param name="IsMet">Null where there is no budget, or it could not be compared.</param>
internal sealed record BenchLine(string What, string Value, string Budget = "", bool? IsMet = null);
