using System.Buffers;

namespace Engine.Ingest.Sources;

/// <summary>
/// A record is one JSON value: an element of a top-level array, or one of several values behind each other, over as many lines as it
/// takes. Only brackets and strings are told apart; whether it is JSON is the format's concern.
/// </summary>
internal sealed class JsonBoundary : IRecordBoundary
{
    private static readonly SearchValues<byte> s_structure = SearchValues.Create("{}[]\""u8);
    private static readonly SearchValues<byte> s_afterScalar = SearchValues.Create(" \t\r\n,[]{}\""u8);

    private static readonly SearchValues<byte> s_between = SearchValues.Create(" \t\r\n,[]"u8);

    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>
    /// True: '[' comes first, or a first line that only opens an object, so that values lie over many lines. A broken first line of a
    /// line-by-line input must not swallow it, so nothing else counts.
    /// </summary>
    public static bool IsOf(ReadOnlySpan<byte> head)
    {
        head = (head.StartsWith("\uFEFF"u8) ? head[3..] : head).TrimStart(" \t\r\n"u8);
        var lineEnd = head.IndexOfAny((byte)'\n', (byte)'\r');
        return !head.IsEmpty && (head[0] == '[' || (lineEnd >= 0 && head[..lineEnd].TrimEnd(" \t"u8).SequenceEqual("{"u8)));
    }

    // The brackets of a top-level array are separators like its commas.
    public int Skip(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOfAnyExcept(s_between);
        return first < 0 ? bytes.Length : first;
    }

    public int End(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            if (_isInString)
            {
                at = SkipString(bytes, at);
                if (!_isInString && _depth == 0)
                    return at;
                continue;
            }

            var next = bytes[at..].IndexOfAny(_depth == 0 ? s_afterScalar : s_structure);
            if (next < 0)
                return -1;
            at += next;
            // Whatever follows a number or a word ends it.
            if (_depth == 0 && next > 0)
                return at;
            switch (bytes[at++])
            {
                case (byte)'"':
                    _isInString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                default:
                    _depth = Math.Max(0, _depth - 1);
                    if (_depth == 0)
                        return at;
                    break;
            }
        }

        return -1;
    }

    private int SkipString(ReadOnlySpan<byte> bytes, int at)
    {
        if (_isEscaped)
        {
            _isEscaped = false;
            at++;
        }

        while (at < bytes.Length)
        {
            var next = bytes[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                return bytes.Length;
            at += next + 1;
            if (bytes[at - 1] == '"')
            {
                _isInString = false;
                return at;
            }

            if (at == bytes.Length)
                _isEscaped = true;
            at++;
        }

        return Math.Min(at, bytes.Length);
    }
}
