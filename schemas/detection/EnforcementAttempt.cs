namespace Engine.Schemas;

/// <summary>One attempt at one enforcement point.</summary>
/// <param name="At">When it was tried (UTC, wall clock: this is the edge).</param>
/// <param name="Point">Configured name of the point.</param>
/// <param name="Mode">dry-run or enforce.</param>
/// <param name="Change">block, unblock, expire.</param>
/// <param name="TargetKind">address, user, session, token.</param>
/// <param name="Target">The target as the point knows it.</param>
/// <param name="VerdictId">Verdict behind it; null for an operator's command.</param>
/// <param name="Result">done, dry-run, refused by a guard rail (which one), failed (why).</param>
/// <param name="Reason">Why, for the audit.</param>
/// <param name="TimeToBlock">From the arrival of the deciding call to the point's confirmation; null where it did not block.</param>
public sealed record EnforcementAttempt(
    DateTimeOffset At, string Point, string Mode, string Change, string TargetKind, string Target,
    EventId? VerdictId, string Result, string Reason, TimeSpan? TimeToBlock);
