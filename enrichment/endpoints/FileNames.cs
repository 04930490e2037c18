using System.Collections.Frozen;

namespace Engine.Enrichment.Endpoints;

/// <summary>
/// Last segments that are more than a word or a value: static files, one endpoint for a directory and extension (<c>/images/*.png</c>);
/// numbered documents (<c>{id}.pdf</c>); a value with a verb (<c>{id}:cancel</c>).
/// </summary>
internal static class FileNames
{
    /// <summary>Room for a placeholder and an extension or verb.</summary>
    public const int LongestKind = 48;

    private const int LongestTail = 24;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_static =
        FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
            ".css", ".js", ".mjs", ".map", ".wasm", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".avif", ".bmp", ".tiff",
            ".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp4", ".webm", ".mp3", ".ogg", ".wav", ".m4a", ".m4s", ".webmanifest")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="segment">A word.</param>
    /// <param name="parameter">Placeholder of the values at its place; null where there are none.</param>
    /// <param name="room">Where the shape is put.</param>
    /// <param name="shape">What stands in the template.</param>
    /// <param name="stem">What stands before the extension or verb: a word where that names nothing.</param>
    public static bool TryShape(
        ReadOnlySpan<char> segment, string? parameter, Span<char> room, out ReadOnlySpan<char> shape, out (SegmentKind Kind, int Length) stem)
    {
        shape = default;
        stem = default;
        var cut = segment.LastIndexOfAny('.', ':');
        if (cut <= 0 || segment.Length - cut is < 2 or > LongestTail || !char.IsAsciiLetter(segment[cut + 1]))
            return false;
        var tail = segment[cut..];
        if (s_static.Contains(tail))
        {
            shape = Join("*", tail, room);
            return true;
        }

        var kind = Segments.KindOf(segment[..cut]);
        if (kind is SegmentKind.Literal or SegmentKind.Dots || Segments.IsPersonal(kind))
            return false;
        stem = (kind, cut);
        shape = Join(parameter ?? Segments.Placeholder(kind), tail, room);
        return true;
    }

    private static ReadOnlySpan<char> Join(ReadOnlySpan<char> stem, ReadOnlySpan<char> tail, Span<char> room)
    {
        stem.CopyTo(room);
        tail.CopyTo(room[stem.Length..]);
        return room[..(stem.Length + tail.Length)];
    }
}
