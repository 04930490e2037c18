using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>An operator's word against blocks.</summary>
/// <param name="Target">What stays unblocked; null = every target.</param>
/// <param name="Point">Where; null = everywhere.</param>
/// <param name="Verdict">The verdict it is about, in all its revisions; null = any.</param>
/// <param name="UpTo">It is about verdicts taken before it was said, by <see cref="Claim.Number"/>; null = later ones too.</param>
/// <param name="Action">With <paramref name="UpTo"/>: a verdict that later asks for a stronger action has changed, and is heard again.</param>
/// <param name="Until">Wall clock until which it holds.</param>
public sealed record Suppression(Target? Target, string? Point, EventId? Verdict, long? UpTo, VerdictAction Action, DateTimeOffset Until)
{
    public bool Covers(Claim claim, Target target, string point, DateTimeOffset now) =>
        now < Until
        && (Target is not { } one || one == target)
        && (Point is null || Point == point)
        && (Verdict is not { } verdict || verdict == claim.Verdict)
        && (UpTo is not { } last || (claim.Number <= last && claim.Action <= Action));
}
