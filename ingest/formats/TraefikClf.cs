using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// Traefik's access log in its common log format (<c>accessLog.format: common</c>, the default): a combined line, then the number of the
/// request, the router, the server's URL and the duration.
/// </summary>
/// <remarks>
/// Traefik escapes nothing in it: a user name, a referer or a user agent can hold a second request. Such a line becomes one call for each
/// request in it, without a user: one of them is real, and the others cost only whoever wrote them. Dropped: the server's URL.
/// </remarks>
public sealed class TraefikClf(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat
{
    public const string Name = "traefik-clf";

    private const int MostRequests = 8;

    public FormatInfo Info { get; } = new(
        Name, "Traefik access log as text", "Traefik 1.7 to 3.6, pkg/middlewares/accesslog/logger_formatters.go (common log format)",
        CallMoment.Start, "response body as sent by the service; requests are not measured",
        ["host", "scheme", "headers", "bodies", "credentials", "request bytes", "trace"]);

    public void Parse(in RawRecord record, ParsedRecords into)
    {
        var line = record.Bytes.Span;
        if (line.Length > mostRecordBytes)
        {
            into.Refuse(record, Name, $"the line is {line.Length} bytes long, more than {mostRecordBytes}");
            return;
        }

        line = line.Trim(" \r"u8);
        if (TraefikLine.TryTakeEnd(ref line, out var router, out var milliseconds) is { } problem)
        {
            into.Refuse(record, Name, problem);
            return;
        }

        var first = TraefikLine.NextRequest(line, 0);
        if (first < 0)
        {
            into.Refuse(record, Name, "no [dd/Mon/yyyy:hh:mm:ss ±hhmm] and quoted request stand in the line");
            return;
        }

        var isAlone = TraefikLine.NextRequest(line, first + 1) < 0;
        var index = 0;
        for (var at = first; at >= 0; at = TraefikLine.NextRequest(line, at + 1), index++)
        {
            if (index == MostRequests)
            {
                into.Refuse(record, Name, $"the line holds more than {MostRequests} requests: a client wrote them into its headers", index);
                return;
            }

            var draft = default(CallDraft);
            draft.Capture = into.Capture;
            Read(line, at, isAlone, router, milliseconds, ref draft);
            if (draft.Complete(record, index, Info, into) is { } wrong)
                into.Refuse(record, Name, wrong, index);
        }
    }

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        var close = TraefikLine.NextRequest(record, 0);
        return close >= 0 && ParserMemory.OfThisThread.CombinedTime.TryRead(record[(close - CombinedTime.Bytes)..close], out at);
    }

    private static void Read(
        ReadOnlySpan<byte> line, int close, bool isAlone, ReadOnlySpan<byte> router, ReadOnlySpan<byte> milliseconds, ref CallDraft draft)
    {
        var memory = ParserMemory.OfThisThread;
        if (TraefikLine.TrySplit(line, close, out var fields) is { } problem)
        {
            draft.Fail(problem);
            return;
        }

        if (memory.CombinedTime.TryRead(fields.Time, out var at))
            draft.At = at;
        else
            draft.Fail(CombinedTime.Problem);
        if (!ScaledNumber.TryRead(milliseconds, TimeSpan.TicksPerMillisecond, 1, out var ticks) || ticks < 0)
            draft.Fail("the duration is not a number of ms");
        draft.Duration = new TimeSpan(ticks);
        draft.PeerAddress = LogValue.Address(LineText.Word(ref fields.Client), ref draft, memory);
        draft.Status = LogValue.Status(fields.Status, ref draft);
        draft.ResponseBytes = LogValue.Count(fields.Bytes, "response bytes", ref draft);
        draft.TakeRequest(RequestLine.Parse(fields.Request, memory));
        draft.Referer = LogValue.Plain(fields.Referer, memory);
        draft.UserAgent = LogValue.Plain(fields.UserAgent, memory);
        draft.Callee = LogValue.Plain(router[(router.LastIndexOf(" -> "u8) is var arrow and >= 0 ? arrow + 4 : 0)..], memory);
        LineText.Word(ref fields.Client);
        // Traefik logs any name that comes with a call, so it is a claim whatever the answer was.
        if (isAlone && fields.Client.Trim((byte)' ') is var user && !LogValue.IsAbsent(user))
            draft.Credentials.TakeBasicUser(memory.Texts.Get(user));
    }
}
