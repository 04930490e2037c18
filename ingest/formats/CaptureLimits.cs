using System.Text;

namespace Engine.Ingest.Formats;

/// <summary><see cref="CaptureOptions"/> in the form that parsers ask.</summary>
public sealed class CaptureLimits
{
    private readonly int _bodyBytes;
    private readonly int _headerBytes;

    // Places that no header is read into, as bits.
    private readonly int _dropped;

    public CaptureLimits(CaptureOptions options)
    {
        _bodyBytes = options.BodyBytes;
        _headerBytes = options.HeaderBytes;
        MostHeaders = options.Headers;
        RequestHeaders = HeaderTable.ForRequests(options);
        ResponseHeaders = HeaderTable.ForResponses(options);
        foreach (var place in Enum.GetValues<HeaderPlace>())
            _dropped |= RequestHeaders.Has(place) || ResponseHeaders.Has(place) ? 0 : 1 << (int)place;
    }

    public static CaptureLimits Default { get; } = new(new CaptureOptions());

    internal int MostHeaders { get; }
    internal HeaderTable RequestHeaders { get; }
    internal HeaderTable ResponseHeaders { get; }

    /// <summary>The beginning of a body; null where it is empty or none is wanted.</summary>
    internal string? Body(ReadOnlySpan<byte> body) =>
        body.IsEmpty || _bodyBytes == 0 ? null : Encoding.UTF8.GetString(Cut(body, _bodyBytes));

    /// <summary>True: no format reads what this header holds, wherever it finds it.</summary>
    internal bool Drops(HeaderPlace place) => (_dropped & (1 << (int)place)) != 0;

    /// <summary>The value of a header that a format found outside of any headers.</summary>
    internal string? Header(HeaderPlace place, string? value)
    {
        // A character has three bytes at most, or four as two.
        if (value is null || Drops(place))
            return null;
        return value.Length * 3 <= _headerBytes ? value : Encoding.UTF8.GetString(Header(Encoding.UTF8.GetBytes(value)));
    }

    internal ReadOnlySpan<byte> Header(ReadOnlySpan<byte> value) => Cut(value, _headerBytes);

    // Between two characters: half of one would become U+FFFD.
    private static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> text, int most)
    {
        if (text.Length <= most)
            return text;
        for (var back = 0; back < 4 && most > 0 && (text[most] & 0xC0) == 0x80; back++)
            most--;
        return text[..most];
    }
}
