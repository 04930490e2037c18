using Engine.Schemas;

namespace Engine.Ingest.Formats.Text;

/// <summary>Reads RFC 3339 times: <c>2026-11-23T20:28:01.123456Z</c>, also with an offset, a space for T and any number of decimals.</summary>
internal static class Rfc3339
{
    /// <param name="text">The time.</param>
    /// <param name="at">UTC.</param>
    /// <param name="precision">As fine as it was written.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset at, out TimePrecision precision)
    {
        at = default;
        precision = TimePrecision.Seconds;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || text[13] != ':' || text[16] != ':')
            return false;

        var rest = text[19..];
        long ticks = 0;
        if (rest[0] is (byte)'.' or (byte)',')
        {
            var decimals = 1;
            var unit = TimeSpan.TicksPerSecond;
            for (; decimals < rest.Length && rest[decimals] is >= (byte)'0' and <= (byte)'9'; decimals++)
            {
                unit /= 10;
                ticks += unit * (rest[decimals] - '0');
            }

            if (decimals == 1)
                return false;
            precision = decimals > 4 ? TimePrecision.Microseconds : TimePrecision.Milliseconds;
            rest = rest[decimals..];
        }

        return TryZone(rest, out var zone) && Moment.TryMake(
            Digits.Four(text), Digits.Two(text[5..]), Digits.Two(text[8..]), Digits.Two(text[11..]), Digits.Two(text[14..]),
            Digits.Two(text[17..]), ticks, zone, out at);
    }

    private static bool TryZone(ReadOnlySpan<byte> zone, out long ticks)
    {
        ticks = 0;
        if (zone.Length == 1)
            return zone[0] is (byte)'Z' or (byte)'z';
        // +01:00 as the standard wants it, +0100 as many loggers write it.
        if (zone.Length is not (5 or 6) || zone[0] is not ((byte)'+' or (byte)'-') || (zone.Length == 6 && zone[3] != ':'))
            return false;
        var hours = Digits.Two(zone[1..]);
        var minutes = Digits.Two(zone[^2..]);
        if (hours is < 0 or > 14 || minutes is < 0 or > 59)
            return false;
        ticks = ((hours * 60) + minutes) * TimeSpan.TicksPerMinute * (zone[0] == '-' ? -1 : 1);
        return true;
    }
}
