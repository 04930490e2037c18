using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>An operator's word against a block.</summary>
/// <param name="Target">What stays unblocked; null = every target of <paramref name="Verdict"/>.</param>
/// <param name="Point">Where; null = everywhere.</param>
/// <param name="Verdict">The verdict it is about, in all its revisions; null = whatever any verdict says.</param>
/// <param name="Action">A verdict that later asks for a stronger action than this has changed, and is heard again.</param>
/// <param name="Until">Wall clock until which it holds.</param>
public sealed record Suppression(Target? Target, string? Point, EventId? Verdict, VerdictAction Action, DateTimeOffset Until)
{
    public bool Covers(Claim claim, Target target, string point, DateTimeOffset now) =>
        now < Until
        && (Target is not { } one || one == target)
        && (Point is null || Point == point)
        && (Verdict is not { } verdict || (verdict == claim.Verdict && claim.Action <= Action));
}
