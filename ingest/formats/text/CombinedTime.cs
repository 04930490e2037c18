namespace Engine.Ingest.Formats.Text;

/// <summary>
/// Reads <c>17/May/2015:10:05:03 +0000</c> (nginx $time_local, Apache %t), always 26 bytes. Lines of one second follow each other,
/// so the last one is remembered.
/// </summary>
internal sealed class CombinedTime
{
    public const int Bytes = 26;

    /// <summary>Why a line is refused whose time is none.</summary>
    public const string Problem = "the time is not dd/Mon/yyyy:hh:mm:ss ±hhmm between 1970 and 9999";

    private readonly byte[] _lastText = new byte[Bytes];
    private DateTimeOffset _last;

    /// <summary>UTC. False where a part is out of its range or the moment lies outside 1970 to 9999.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset at)
    {
        if (text.SequenceEqual(_lastText))
        {
            at = _last;
            return true;
        }

        if (!TryParse(text, out at))
            return false;
        text.CopyTo(_lastText);
        _last = at;
        return true;
    }

    private static bool TryParse(ReadOnlySpan<byte> t, out DateTimeOffset at)
    {
        at = default;
        if (t.Length != Bytes || t[2] != '/' || t[6] != '/' || t[11] != ':' || t[14] != ':' || t[17] != ':' || t[20] != ' '
            || t[21] is not ((byte)'+' or (byte)'-'))
            return false;
        var zoneHours = Digits.Two(t[22..]);
        var zoneMinutes = Digits.Two(t[24..]);
        if (zoneHours is < 0 or > 14 || zoneMinutes is < 0 or > 59)
            return false;
        var zone = ((zoneHours * 60) + zoneMinutes) * TimeSpan.TicksPerMinute;
        return Moment.TryMake(
            Digits.Four(t[7..]), Month(t[3..6]), Digits.Two(t), Digits.Two(t[12..]), Digits.Two(t[15..]), Digits.Two(t[18..]),
            ticks: 0, zoneTicks: t[21] == '-' ? -zone : zone, out at);
    }

    /// <summary>1 to 12; negative where it is no month's English abbreviation.</summary>
    public static int Month(ReadOnlySpan<byte> name)
    {
        var all = "JanFebMarAprMayJunJulAugSepOctNovDec"u8;
        for (var month = 0; month < 12; month++)
        {
            if (name.SequenceEqual(all.Slice(month * 3, 3)))
                return month + 1;
        }

        return -1;
    }
}
