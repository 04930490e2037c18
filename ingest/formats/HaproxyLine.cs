using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats;

/// <summary>The fields of one line of HAProxy's HTTP log, still escaped; empty where the line lacks one.</summary>
internal ref struct HaproxyLine
{
    // client [date] frontend backend/server TR/Tw/Tc/Tr/Ta status bytes cookie cookie state connections queues {headers} {headers} "request"
    private const int Timers = 5;

    public ReadOnlySpan<byte> Client;
    public ReadOnlySpan<byte> Time;
    public ReadOnlySpan<byte> Frontend;
    public ReadOnlySpan<byte> Backend;
    public ReadOnlySpan<byte> Duration;
    public ReadOnlySpan<byte> Status;
    public ReadOnlySpan<byte> Bytes;
    public ReadOnlySpan<byte> TerminationState;

    /// <summary>name=value, as the client sent it.</summary>
    public ReadOnlySpan<byte> Cookie;

    /// <summary>Blocks of captured headers: 0 to 2, the request's before the response's.</summary>
    public int Captures;
    public ReadOnlySpan<byte> FirstCapture;
    public ReadOnlySpan<byte> SecondCapture;
    public ReadOnlySpan<byte> Request;

    /// <summary>What the HTTPS log adds behind the request: error codes, then name/protocol/cipher.</summary>
    public ReadOnlySpan<byte> Tls;

    /// <returns>What is wrong; null where the line has its form.</returns>
    public static string? TrySplit(ReadOnlySpan<byte> line, out HaproxyLine fields, bool onlyTime = false)
    {
        fields = default;
        var bracket = Bracket(line);
        if (bracket < 0)
            return "no [dd/Mon/yyyy:hh:mm:ss.mmm] follows the client";
        fields.Time = line.Slice(bracket + 1, LocalTime.Bytes);
        if (onlyTime)
            return null;
        // The word before it; what stands before that is the prefix of syslog.
        var before = line[..bracket].TrimEnd((byte)' ');
        fields.Client = before[(before.LastIndexOf((byte)' ') + 1)..];

        var rest = line[(bracket + LocalTime.Bytes + 2)..];
        fields.Frontend = LineText.Word(ref rest);
        fields.Backend = Before(LineText.Word(ref rest), '/');
        var timers = LineText.Word(ref rest);
        if (timers.Count((byte)'/') != Timers - 1)
            return "no TR/Tw/Tc/Tr/Ta follow the backend: an error of the connection, or no 'option httplog'";
        fields.Duration = timers[(timers.LastIndexOf((byte)'/') + 1)..].TrimStart((byte)'+');
        fields.Status = LineText.Word(ref rest);
        fields.Bytes = LineText.Word(ref rest).TrimStart((byte)'+');
        return fields.Bytes.IsEmpty ? "the line ends before the bytes" : fields.TakeRequest(rest);
    }

    private string? TakeRequest(ReadOnlySpan<byte> rest)
    {
        var open = RequestQuote(rest);
        if (open < 0)
            return "the line has no quoted request";
        var close = rest[(open + 1)..].IndexOf((byte)'"');
        // A syslog message is cut where it is too long: no long path hides its call.
        Request = close < 0 ? rest[(open + 1)..] : rest.Slice(open + 1, close);
        Tls = close < 0 ? default : rest[(open + close + 2)..];
        var head = rest[..open].TrimEnd((byte)' ');
        TakeCaptures(ref head);
        LastWord(ref head);
        LastWord(ref head);
        TerminationState = LastWord(ref head);
        LastWord(ref head);
        Cookie = head.Trim((byte)' ');
        return TerminationState.Length == 4 ? null : "no termination state of four characters follows the cookies: is this 'option httplog'?";
    }

    // Captured cookies are written as the client sent them, quotes and spaces included. The request is encoded: with a cookie before it,
    // it is found from the right.
    private static int RequestQuote(ReadOnlySpan<byte> rest) =>
        rest.StartsWith(" - - "u8) ? rest.IndexOf((byte)'"')
        : rest.EndsWith("\""u8) ? rest[..^1].LastIndexOf((byte)'"')
        : rest.LastIndexOf(" \""u8) is var space and >= 0 ? space + 1 : -1;

    private void TakeCaptures(scoped ref ReadOnlySpan<byte> head)
    {
        if (!TryCapture(ref head, out var last))
            return;
        if (TryCapture(ref head, out FirstCapture))
        {
            SecondCapture = last;
            Captures = 2;
            return;
        }

        FirstCapture = last;
        Captures = 1;
    }

    // The last block; '}' inside one is encoded.
    private static bool TryCapture(scoped ref ReadOnlySpan<byte> head, out ReadOnlySpan<byte> block)
    {
        block = default;
        if (!head.EndsWith("}"u8) || head.LastIndexOf((byte)'{') is not (var open and >= 0))
            return false;
        block = head[(open + 1)..^1];
        head = head[..open].TrimEnd((byte)' ');
        return true;
    }

    private static ReadOnlySpan<byte> LastWord(scoped ref ReadOnlySpan<byte> head)
    {
        var space = head.LastIndexOf((byte)' ');
        var word = head[(space + 1)..];
        head = space < 0 ? default : head[..space];
        return word;
    }

    private static ReadOnlySpan<byte> Before(ReadOnlySpan<byte> word, char mark) =>
        word.IndexOf((byte)mark) is var at and >= 0 ? word[..at] : word;

    // A syslog tag has brackets, too: haproxy[3946303].
    private static int Bracket(ReadOnlySpan<byte> line)
    {
        for (var from = 0; line[from..].IndexOf(" ["u8) is var found and >= 0; from += found + 1)
        {
            var bracket = from + found + 1;
            if (bracket + LocalTime.Bytes + 1 < line.Length && line[bracket + LocalTime.Bytes + 1] == ']' && line[bracket + 3] == '/')
                return bracket;
        }

        return -1;
    }
}
