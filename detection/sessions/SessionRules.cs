using Engine.Schemas;

namespace Engine.Detection.Sessions;

/// <summary>When a session ends: a gap over 30 minutes, 24 hours, or 10,000 operations.</summary>
internal static class SessionRules
{
    public static readonly long GapTicks = TimeSpan.FromMinutes(30).Ticks;
    private static readonly long LongestTicks = TimeSpan.FromHours(24).Ticks;
    private const int MostOperations = 10_000;

    /// <summary>Why <paramref name="session"/> is over when its actor calls at <paramref name="ticks"/>; null while it goes on.</summary>
    public static SessionEnd? EndsBefore(OpenSession session, long ticks)
    {
        if (ticks - session.LastTicks > GapTicks)
            return SessionEnd.Gap;
        if (ticks - session.StartTicks > LongestTicks)
            return SessionEnd.TooLong;
        return session.Calls >= MostOperations ? SessionEnd.TooManyOperations : null;
    }

    public static ulong IdOf(Actor actor, long startTicks) => StableHash.Combine(actor.Hash, (ulong)startTicks);
}
