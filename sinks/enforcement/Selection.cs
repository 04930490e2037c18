namespace Engine.Sinks.Enforcement;

/// <summary>What a point should hold now.</summary>
/// <param name="Wanted">The claim behind each target.</param>
/// <param name="Refused">What a rail has held back since the last time, to be told once.</param>
internal sealed record Selection(IReadOnlyDictionary<Target, Claim> Wanted, IReadOnlyList<(Target Target, Claim Claim, Refusal Refusal)> Refused);
