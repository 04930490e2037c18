using Engine.Schemas;

namespace Engine.Ingest.Formats.Text;

/// <summary>Reads times of one encoding.</summary>
internal readonly struct TimeReading(TimeEncoding encoding)
{
    private const long MostSeconds = 100_000_000_000;

    /// <summary>For messages: "RFC 3339", "a Unix time".</summary>
    public string Name => encoding switch
    {
        TimeEncoding.Rfc3339 => "RFC 3339",
        TimeEncoding.Any => "RFC 3339, a Unix time or the time of an access log",
        TimeEncoding.Log => "dd/Mon/yyyy:hh:mm:ss ±hhmm",
        _ => "a Unix time",
    };

    /// <summary>False where it is none, or lies outside 1970 to 9999.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, ParserMemory memory, out DateTimeOffset at, out TimePrecision precision)
    {
        precision = TimePrecision.Seconds;
        switch (encoding)
        {
            case TimeEncoding.Rfc3339:
                return Rfc3339.TryRead(text, out at, out precision);
            case TimeEncoding.Log:
                return memory.CombinedTime.TryRead(text, out at);
            case TimeEncoding.Any when text.Length > 4 && text[4] == '-':
                return Rfc3339.TryRead(text, out at, out precision);
            case TimeEncoding.Any when text.Length > 2 && text[2] == '/':
                return memory.CombinedTime.TryRead(text, out at);
            case TimeEncoding.Any:
                return TryUnix(text, UnitOf(text), out at, out precision);
            default:
                return TryUnix(text, encoding, out at, out precision);
        }
    }

    private static bool TryUnix(ReadOnlySpan<byte> text, TimeEncoding unit, out DateTimeOffset at, out TimePrecision precision)
    {
        var (ticks, divisor) = unit switch
        {
            TimeEncoding.UnixSeconds => (TimeSpan.TicksPerSecond, 1L),
            TimeEncoding.UnixMilliseconds => (TimeSpan.TicksPerMillisecond, 1),
            TimeEncoding.UnixMicroseconds => (TimeSpan.TicksPerMicrosecond, 1),
            _ => (1, 100), // A nanosecond is a hundredth of a tick.
        };
        precision = unit switch
        {
            TimeEncoding.UnixSeconds => Fraction(text) switch { 0 => TimePrecision.Seconds, <= 3 => TimePrecision.Milliseconds, _ => TimePrecision.Microseconds },
            TimeEncoding.UnixMilliseconds => Fraction(text) == 0 ? TimePrecision.Milliseconds : TimePrecision.Microseconds,
            _ => TimePrecision.Microseconds,
        };
        at = default;
        return ScaledNumber.TryRead(text, ticks, divisor, out var sinceEpoch) && Moment.TryFromUnix(sinceEpoch, out at);
    }

    private static TimeEncoding UnitOf(ReadOnlySpan<byte> text)
    {
        if (!ScaledNumber.TryRead(text, 1, 1, out var number) || number < MostSeconds)
            return TimeEncoding.UnixSeconds;
        return number < MostSeconds * 1_000 ? TimeEncoding.UnixMilliseconds
            : number < MostSeconds * 1_000_000 ? TimeEncoding.UnixMicroseconds
            : TimeEncoding.UnixNanoseconds;
    }

    private static int Fraction(ReadOnlySpan<byte> text) => text.IndexOf((byte)'.') is var point and >= 0 ? text.Length - point - 1 : 0;
}
