namespace Engine.Ingest.Formats.Text;

/// <summary>The moments a call may carry: UTC, from 1970 to the end of 9999. What lies far ahead is the logical clock's concern.</summary>
internal static class Moment
{
    private static readonly long s_first = DateTimeOffset.UnixEpoch.UtcTicks;
    private static readonly long s_last = DateTimeOffset.MaxValue.UtcTicks;

    public static bool TryMake(
        int year, int month, int day, int hour, int minute, int second, long ticks, long zoneTicks, out DateTimeOffset at)
    {
        at = default;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
            return false;
        return TryFromUtcTicks(new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks + ticks - zoneTicks, out at);
    }

    /// <param name="sinceEpoch">Ticks of 100 ns since 1970-01-01T00:00:00Z.</param>
    /// <param name="at">The moment.</param>
    public static bool TryFromUnix(long sinceEpoch, out DateTimeOffset at)
    {
        at = default;
        return sinceEpoch >= 0 && sinceEpoch <= s_last - s_first && TryFromUtcTicks(s_first + sinceEpoch, out at);
    }

    private static bool TryFromUtcTicks(long ticks, out DateTimeOffset at)
    {
        at = default;
        if (ticks < s_first || ticks > s_last)
            return false;
        // Microseconds are what ApiEvent promises and what every store keeps.
        at = new DateTimeOffset(ticks - (ticks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        return true;
    }
}
