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

    /// <summary>What is behind the last of them.</summary>
    public ReadOnlySpan<byte> Rest;

    /// <summary>One extra pair of quotes, which some exports put around every line; no plain line begins with one.</summary>
    public static bool IsWrapped(ReadOnlySpan<byte> line)
    {
        line = line.Trim(" \r"u8);
        return line.Length > 1 && line[0] == '"' && line[^1] == '"';
    }

    /// <returns>What is wrong; null where the line has its form.</returns>
    /// <remarks>
    /// The request's opening quote is the fixed point: servers escape quotes in every field before it, but not brackets or spaces,
    /// so a user named <c>x [01/Jan/2020:00:00:00 +0000]</c> cannot move the time.
    /// </remarks>
    public static string? TrySplit(ReadOnlySpan<byte> line, out CombinedLine fields, bool onlyTime = false)
    {
        fields = default;
        line = line.Trim(" \r"u8);
        if (IsWrapped(line))
            line = line[1..^1];
        var open = LineText.Quote(line, 0);
        // Apache writes an empty user as "": the one raw quote that may stand before the request.
        if (open > 1 && open + 1 < line.Length && line[open + 1] == '"' && line[open - 1] == ' ' && line[open - 2] != ']')
            open = LineText.Quote(line, open + 2);
        if (open < 0)
            return "the line has no quoted request";
        var bracket = open - CombinedTime.Bytes - 3;
        if (bracket < 1 || line[bracket] != '[' || line[open - 2] != ']' || line[open - 1] != ' ')
            return "no [dd/Mon/yyyy:hh:mm:ss ±hhmm] stands before the request";
        fields.Time = line.Slice(bracket + 1, CombinedTime.Bytes);
        if (onlyTime)
            return null;
        fields.TakeClient(line[..bracket].TrimEnd((byte)' '));

        var close = LineText.Quote(line, open + 1);
        if (close < 0)
            return "the line ends inside the request";
        fields.Request = line[(open + 1)..close];
        var rest = line[(close + 1)..];
        fields.Status = LineText.Word(ref rest);
        if (fields.Status.IsEmpty)
            return "the status is missing";
        fields.Bytes = LineText.Word(ref rest);
        if (fields.Bytes.IsEmpty)
            return "the response bytes are missing";
        if (!LineText.TryQuoted(ref rest, out fields.Referer))
            return "the line ends inside the referer";
        if (!LineText.TryQuoted(ref rest, out fields.UserAgent))
            return "the line ends inside the user agent";
        if (!LineText.TryQuoted(ref rest, out fields.After))
            return "the line ends inside the field after the user agent";
        fields.Rest = rest;
        return null;
    }

    /// <summary>The values that every such line has; who checked the user is left open.</summary>
    public readonly void Take(ref CallDraft draft, ParserMemory memory)
    {
        if (memory.CombinedTime.TryRead(Time, out var at))
            draft.At = at;
        else
            draft.Fail(CombinedTime.Problem);
        draft.PeerAddress = LogValue.Address(Address, ref draft, memory);
        draft.Status = LogValue.Status(Status, ref draft);
        draft.ResponseBytes = LogValue.Count(Bytes, "response bytes", ref draft);
        draft.TakeRequest(RequestLine.Parse(LogValue.Unescape(Request, memory), memory));
        if (!Host.IsEmpty)
            draft.TargetHost ??= RequestTarget.HostOf(Host, memory);
        draft.Referer = LogValue.Text(Referer, memory);
        draft.UserAgent = LogValue.Text(UserAgent, memory);
        if (!LogValue.IsAbsent(User) && !User.SequenceEqual("\"\""u8))
            draft.Credentials.TakeBasicUser(memory.Texts.Get(LogValue.Unescape(User, memory)));
    }

    // address - user, or with a virtual host before the address. The user may hold spaces.
    private void TakeClient(ReadOnlySpan<byte> before)
    {
        Address = LineText.Word(ref before);
        var afterFirst = before;
        var second = LineText.Word(ref before);
        if (second.Length > 1 && ParserMemory.OfThisThread.Addresses is var addresses
            && addresses.Get(Address) is null && addresses.Get(second) is not null)
        {
            Host = Address;
            Address = second;
            LineText.Word(ref before);
        }
        else if (second.IsEmpty)
        {
            before = afterFirst;
        }

        User = before.Trim((byte)' ');
    }
}
