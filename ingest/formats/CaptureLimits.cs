using System.Text;

namespace Engine.Ingest.Formats;

/// <summary><see cref="CaptureOptions"/> in the form that parsers ask.</summary>
public sealed class CaptureLimits
{
    private readonly int _bodyBytes;
    private readonly int _headerBytes;

    public CaptureLimits(CaptureOptions options)
    {
        _bodyBytes = options.BodyBytes;
        _headerBytes = options.HeaderBytes;
        MostHeaders = options.Headers;
        RequestHeaders = HeaderTable.ForRequests(options);
        ResponseHeaders = HeaderTable.ForResponses(options);
    }

    public static CaptureLimits Default { get; } = new(new CaptureOptions());

    internal int MostHeaders { get; }
    internal HeaderTable RequestHeaders { get; }
    internal HeaderTable ResponseHeaders { get; }

    /// <summary>The beginning of a body; null where it is empty or none is wanted.</summary>
    internal string? Body(ReadOnlySpan<byte> body) =>
        body.IsEmpty || _bodyBytes == 0 ? null : Encoding.UTF8.GetString(Cut(body, _bodyBytes));

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
