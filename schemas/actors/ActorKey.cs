namespace Engine.Schemas;

/// <summary>Identity of an actor: state, order and verdicts are keyed by it.</summary>
/// <param name="Kind">What identifies it.</param>
/// <param name="Value">User or consumer name; keyed hash for API keys and sessions; <c>address|fingerprint</c> for addresses.</param>
public readonly record struct ActorKey(ActorKind Kind, string Value)
{
    public override string ToString() => $"{Kind}:{Value}";
}
