using Engine.Schemas;

namespace Engine.Detection.Sessions;

/// <summary>When a session ends: a gap over 30 minutes, 24 hours, or 10,000 operations.</summary>
internal static class SessionRules
{
    public static readonly long GapTicks = TimeSpan.FromMinutes(30).Ticks;
    public static readonly long LongestTicks = TimeSpan.FromHours(24).Ticks;
    public const int MostOperations = 10_000;

    /// <summary>
    /// Quiet time after which a session is closed without waiting for its actor's next call: the gap, and longer than calls may be late,
    /// because a late call would still belong to it.
    /// </summary>
    public static readonly long RestTicks = GapTicks + TimeSpan.FromMinutes(5).Ticks;

    /// <summary>Event time for which a call may belong to a session that still runs.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromTicks(LongestTicks + GapTicks);

    /// <summary>Why <paramref name="session"/> is over when its actor calls at <paramref name="ticks"/>; null while it goes on.</summary>
    public static SessionEnd? EndsBefore(OpenSession session, long ticks)
    {
        if (ticks - session.LastTicks > GapTicks)
            return SessionEnd.Gap;
        if (ticks - session.StartTicks > LongestTicks)
            return SessionEnd.TooLong;
        return session.Calls >= MostOperations ? SessionEnd.TooManyOperations : null;
    }

    /// <param name="actor">Whose session begins.</param>
    /// <param name="startTicks">Time of its first call.</param>
    /// <param name="earlier">
    /// The session that it follows at once, null after a pause: ten thousand calls fit a second, so two sessions may start at one time.
    /// </param>
    public static ulong IdOf(Actor actor, long startTicks, ulong? earlier) => StableHash.Combine(earlier ?? actor.Hash, (ulong)startTicks);
}
