using System.Buffers;

namespace Engine.Enrichment.Endpoints;

/// <summary>The parts of a path as templates see them: no scheme and host, no empty segments, no matrix parameters, percent-encoding undone.</summary>
internal static class PathText
{
    /// <summary>Longest segment that is decoded; a longer one is matched as it stands.</summary>
    public const int LongestDecoded = 256;

    // Characters that no honest client sends unencoded, or that templates use themselves.
    private const string Odd =
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b" +
        "\u001c\u001d\u001e\u001f \"<>\\^`{|}*'\u007f?#";

    private static readonly SearchValues<char> s_odd = SearchValues.Create(Odd);
    private static readonly SearchValues<char> s_suspicious = SearchValues.Create(Odd + "%;");

    /// <summary>The path of an absolute-form request (<c>http://host/path</c>, sent to proxies) starts behind its host.</summary>
    public static int Start(string path)
    {
        if (path.Length == 0 || path[0] == '/')
            return 0;
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme is < 1 or > 10)
            return 0;
        var slash = path.IndexOf('/', scheme + 3);
        return slash < 0 ? path.Length : slash;
    }

    /// <summary>Moves to the next non-empty segment.</summary>
    /// <param name="path">The whole path.</param>
    /// <param name="position">Where to look; afterwards behind the segment.</param>
    /// <param name="start">First character of the segment.</param>
    /// <param name="length">Its characters.</param>
    public static bool Next(ReadOnlySpan<char> path, ref int position, out int start, out int length)
    {
        while (position < path.Length && path[position] == '/')
            position++;
        start = position;
        length = path[position..].IndexOf('/');
        if (length < 0)
            length = path.Length - position;
        position += length;
        return length > 0;
    }

    /// <summary>
    /// The segment that is matched: decoded, without matrix parameters. Bytes beyond ASCII stay encoded, with upper-case digits, so that one
    /// name has one spelling.
    /// </summary>
    /// <param name="segment">As it stands in the path.</param>
    /// <param name="scratch">Room for <see cref="LongestDecoded"/> characters.</param>
    /// <param name="isOdd">Control characters, quotes, braces, encoded traversal and the like: an attack or noise, never a word of an API.</param>
    public static ReadOnlySpan<char> Plain(ReadOnlySpan<char> segment, Span<char> scratch, out bool isOdd)
    {
        if (segment.IndexOfAny('%', ';') < 0)
        {
            isOdd = segment.ContainsAny(s_odd);
            return segment;
        }

        var matrix = segment.IndexOf(';');
        if (matrix >= 0)
            segment = segment[..matrix];
        if (segment.Length > LongestDecoded)
        {
            isOdd = true;
            return segment;
        }

        isOdd = false;
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            if (segment[i] != '%')
            {
                scratch[length++] = segment[i];
                continue;
            }

            var value = i + 2 < segment.Length ? Hex(segment[i + 1]) << 4 | Hex(segment[i + 2]) : -1;
            if (value < 0)
            {
                isOdd = true;
                scratch[length++] = '%';
            }
            else if (value < 0x80)
            {
                isOdd |= value == '%';
                scratch[length++] = (char)value;
                i += 2;
            }
            else
            {
                scratch[length++] = '%';
                scratch[length++] = char.ToUpperInvariant(segment[i + 1]);
                scratch[length++] = char.ToUpperInvariant(segment[i + 2]);
                i += 2;
            }
        }

        var plain = scratch[..length];
        isOdd |= plain.ContainsAny(s_odd) || (plain.Contains('/') && plain.Contains("..", StringComparison.Ordinal));
        return plain;
    }

    /// <summary>Whether a path can be an honest one, which may teach: no traversal, no odd characters.</summary>
    public static bool IsClean(string path, Span<char> scratch)
    {
        if (!path.AsSpan().ContainsAny(s_suspicious) && !path.Contains("/.", StringComparison.Ordinal))
            return true;
        var position = Start(path);
        while (Next(path, ref position, out var start, out var length))
        {
            var plain = Plain(path.AsSpan(start, length), scratch, out var isOdd);
            if (isOdd || plain is "." or "..")
                return false;
        }

        return true;
    }

    /// <summary>Value of a hexadecimal digit; negative where it is none, and so is a byte made with it.</summary>
    private static int Hex(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => -1,
    };
}
