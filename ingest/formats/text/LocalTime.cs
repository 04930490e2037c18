namespace Engine.Ingest.Formats.Text;

/// <summary>Reads <c>28/Feb/2026:02:43:10.123</c>, a time of the day where the server stands, always 24 bytes.</summary>
internal static class LocalTime
{
    public const int Bytes = 24;

    /// <param name="t">The time.</param>
    /// <param name="zone">Where the server stands. An hour that comes twice, as summer time ends, is read as its second coming.</param>
    /// <param name="at">UTC; false where a part is out of its range or the moment lies outside 1970 to 9999.</param>
    public static bool TryRead(ReadOnlySpan<byte> t, TimeZoneInfo zone, out DateTimeOffset at)
    {
        at = default;
        if (t.Length != Bytes || t[2] != '/' || t[6] != '/' || t[11] != ':' || t[14] != ':' || t[17] != ':' || t[20] != '.'
            || Digits.Two(t[21..]) is not (var tens and >= 0) || (t[23] - '0') is not (var ones and >= 0 and <= 9))
            return false;
        var ticks = ((tens * 10) + ones) * TimeSpan.TicksPerMillisecond;
        if (!Moment.TryMake(
            Digits.Four(t[7..]), CombinedTime.Month(t[3..6]), Digits.Two(t), Digits.Two(t[12..]), Digits.Two(t[15..]), Digits.Two(t[18..]),
            ticks, zoneTicks: 0, out var asUtc))
            return false;
        if (ReferenceEquals(zone, TimeZoneInfo.Utc))
        {
            at = asUtc;
            return true;
        }

        var offset = zone.GetUtcOffset(DateTime.SpecifyKind(asUtc.DateTime, DateTimeKind.Unspecified));
        return Moment.TryFromUnix(asUtc.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks - offset.Ticks, out at);
    }
}
