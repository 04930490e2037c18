namespace Engine.Ingest.Formats.Text;

/// <summary>Takes fields off the beginning of a line.</summary>
internal static class LineText
{
    /// <summary>Up to the next space; spaces before it are passed over. Empty at the end of the line.</summary>
    public static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        var end = rest.IndexOf((byte)' ');
        var word = end < 0 ? rest : rest[..end];
        rest = rest[word.Length..];
        return word;
    }

    /// <summary>
    /// A quoted field behind a space, still escaped. Where none begins, it is empty and nothing is taken; false where one begins and does
    /// not end.
    /// </summary>
    public static bool TryQuoted(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field)
    {
        field = default;
        if (rest.Length < 2 || rest[0] != ' ' || rest[1] != '"')
            return true;
        var close = Quote(rest, 2);
        if (close < 0)
            return false;
        field = rest[2..close];
        rest = rest[(close + 1)..];
        return true;
    }

    /// <summary>
    /// The next quote that no backslash escapes; negative where there is none. Backslashes themselves are escaped, so an odd run before a
    /// quote means an escaped one.
    /// </summary>
    public static int Quote(ReadOnlySpan<byte> line, int from)
    {
        while (true)
        {
            var found = line[from..].IndexOf((byte)'"');
            if (found < 0)
                return -1;
            found += from;
            var slash = found;
            while (slash > from && line[slash - 1] == '\\')
                slash--;
            if (((found - slash) & 1) == 0)
                return found;
            from = found + 1;
        }
    }
}
