namespace Engine.App.Configuration.Binding;

/// <summary>What binding made: a record, and everything that is wrong with it.</summary>
/// <param name="Options">The record; only to be used when there are no problems.</param>
/// <param name="Problems">In the order of the file, then of the overrides.</param>
/// <param name="Secrets">References to be replaced by their secrets before use.</param>
internal sealed record BoundOptions(object Options, IReadOnlyList<ConfigurationProblem> Problems, IReadOnlyList<PendingSecret> Secrets);
