namespace Engine.Schemas;

/// <summary>Everything of an actor that can be acted on. Sorted, so that equal verdicts are equal bytes.</summary>
/// <param name="Addresses">Client addresses as text.</param>
/// <param name="Users">Verified user, consumer or account names.</param>
/// <param name="Sessions">Keyed hashes of session ids.</param>
/// <param name="Tokens">Keyed hashes of credentials.</param>
public sealed record VerdictTargets(
    IReadOnlyList<string> Addresses, IReadOnlyList<string> Users, IReadOnlyList<string> Sessions, IReadOnlyList<string> Tokens)
{
    /// <summary>Targets kept of each kind; a campaign beyond it is counted, not listed.</summary>
    public const int MostOfEach = 64;

    public static VerdictTargets None { get; } = new([], [], [], []);
}
