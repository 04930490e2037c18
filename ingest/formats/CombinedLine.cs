using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats;

/// <summary>The fields of one access-log line, still escaped; empty where the line lacks one.</summary>
internal ref struct CombinedLine
{
    public ReadOnlySpan<byte> Host;
    public ReadOnlySpan<byte> Address;
    public ReadOnlySpan<byte> User;
    public ReadOnlySpan<byte> Time;
    public ReadOnlySpan<byte> Request;
    public ReadOnlySpan<byte> Status;
    public ReadOnlySpan<byte> Bytes;
    public ReadOnlySpan<byte> Referer;
    public ReadOnlySpan<byte> UserAgent;

    /// <summary>Quoted field after the user agent.</summary>
    public ReadOnlySpan<byte> After;

    /// <summary>The server names no address: a call over a Unix socket.</summary>
    public readonly bool HasNoAddress => Address.SequenceEqual("-"u8) || Address.SequenceEqual("unix:"u8);

    /// <summary>Takes one extra pair of quotes off, which some exports put around every line; no plain line begins with one.</summary>
    public static ReadOnlySpan<byte> Unwrap(ReadOnlySpan<byte> line, out bool wasWrapped)
    {
        line = line.Trim(" \r"u8);
        wasWrapped = line.Length > 1 && line[0] == '"' && line[^1] == '"';
        return wasWrapped ? line[1..^1] : line;
    }

    /// <returns>What is wrong; null where the line has its form.</returns>
    /// <remarks>
    /// The request's opening quote is the fixed point: servers escape quotes in every field before it, but not brackets or spaces,
    /// so a user named <c>x [01/Jan/2020:00:00:00 +0000]</c> cannot move the time.
    /// </remarks>
    public static string? TrySplit(ReadOnlySpan<byte> line, out CombinedLine fields, bool onlyTime = false)
    {
        fields = default;
        var open = Quote(line, 0);
        // Apache writes an empty user as "": the one raw quote that may stand before the request.
        if (open > 1 && open + 1 < line.Length && line[open + 1] == '"' && line[open - 1] == ' ' && line[open - 2] != ']')
            open = Quote(line, open + 2);
        if (open < 0)
            return "the line has no quoted request";
        var bracket = open - CombinedTime.Bytes - 3;
        if (bracket < 1 || line[bracket] != '[' || line[open - 2] != ']' || line[open - 1] != ' ')
            return "no [dd/Mon/yyyy:hh:mm:ss ±hhmm] stands before the request";
        fields.Time = line.Slice(bracket + 1, CombinedTime.Bytes);
        if (onlyTime)
            return null;
        fields.TakeClient(line[..bracket].TrimEnd((byte)' '));

        var close = Quote(line, open + 1);
        if (close < 0)
            return "the line ends inside the request";
        fields.Request = line[(open + 1)..close];
        var rest = line[(close + 1)..];
        fields.Status = Word(ref rest);
        if (fields.Status.IsEmpty)
            return "the status is missing";
        fields.Bytes = Word(ref rest);
        if (fields.Bytes.IsEmpty)
            return "the response bytes are missing";
        if (!TakeQuoted(ref rest, out fields.Referer))
            return "the line ends inside the referer";
        if (!TakeQuoted(ref rest, out fields.UserAgent))
            return "the line ends inside the user agent";
        return TakeQuoted(ref rest, out fields.After) ? null : "the line ends inside the field after the user agent";
    }

    // address - user, or with a virtual host before the address. The user may hold spaces.
    private void TakeClient(ReadOnlySpan<byte> before)
    {
        Address = Word(ref before);
        var afterFirst = before;
        var second = Word(ref before);
        if (second.Length > 1 && ParserMemory.OfThisThread.Addresses is var addresses
            && addresses.Get(Address) is null && addresses.Get(second) is not null)
        {
            Host = Address;
            Address = second;
            Word(ref before);
        }
        else if (second.IsEmpty)
        {
            before = afterFirst;
        }

        User = before.Trim((byte)' ');
    }

    private static ReadOnlySpan<byte> Word(scoped ref ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        var end = rest.IndexOf((byte)' ');
        var word = end < 0 ? rest : rest[..end];
        rest = rest[word.Length..];
        return word;
    }

    private static bool TakeQuoted(scoped ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> field)
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

    // The next quote that no backslash escapes. Backslashes themselves are escaped, so an odd run before it means an escaped quote.
    private static int Quote(ReadOnlySpan<byte> line, int from)
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
