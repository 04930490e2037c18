using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>AWS Application Load Balancer access log, as it lies in S3: one line per request, or per closed WebSocket connection.</summary>
/// <remarks>
/// Its host is the one of the request's URL, else the TLS server name. Answers of AWS WAF and of rules are calls like any other: the log does
/// not say whose rule it was. Dropped: target, TLS cipher and certificate, rule, action, classification, connection id, transformed URL.
/// </remarks>
public sealed class AwsAlb(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, ILineCall
{
    public const string Name = "aws-alb";

    public FormatInfo Info { get; } = new(
        Name, "AWS Application Load Balancer access log",
        "AWS, Access logs for your Application Load Balancer, fields of 2025 (conn_trace_id, transformed host and URI); later ones are ignored",
        CallMoment.End, "whole messages, with headers; whole connections of WebSockets",
        ["headers", "forwarded addresses", "referer", "bodies", "credentials", "duration of what reached no target"]);

    public void Parse(in RawRecord record, ParsedRecords into) => LineCalls.Parse(record, into, this, mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        LineText.Word(ref record);
        return Rfc3339.TryRead(LineText.Word(ref record), out at, out _);
    }

    void ILineCall.Read(ReadOnlySpan<byte> line, ref CallDraft draft)
    {
        var memory = ParserMemory.OfThisThread;
        var rest = line;
        var type = LineText.Word(ref rest);
        if (Rfc3339.TryRead(LineText.Word(ref rest), out var at, out draft.Precision))
            draft.At = at;
        else
            draft.Fail("the second field is not an RFC 3339 time between 1970 and 9999");
        LineText.Word(ref rest);
        draft.PeerAddress = LogValue.Address(LineText.Word(ref rest), ref draft, memory);
        LineText.Word(ref rest);
        draft.Duration = Sum(LineText.Word(ref rest), LineText.Word(ref rest), LineText.Word(ref rest), ref draft);
        draft.Status = LogValue.Status(LineText.Word(ref rest), ref draft);
        LineText.Word(ref rest);
        draft.RequestBytes = LogValue.Count(LineText.Word(ref rest), "received bytes", ref draft);
        draft.ResponseBytes = LogValue.Count(LineText.Word(ref rest), "sent bytes", ref draft);
        if (!LineText.TryQuoted(ref rest, out var request) || request.IsEmpty)
            draft.Fail("the request is not whole: a line of an Application Load Balancer quotes it as the 13th field");
        else if (!LineText.TryQuoted(ref rest, out var agent))
            draft.Fail("the line ends inside the user agent");
        else
            TakeRequest(request, agent, ref draft, memory);
        TakeRouting(rest, ref draft, memory);
        draft.Scheme ??= IsTls(type) ? "https" : IsPlain(type) ? "http" : null;
    }

    // "- http://host:80- -" stands for a request that was none.
    private static void TakeRequest(ReadOnlySpan<byte> request, ReadOnlySpan<byte> agent, ref CallDraft draft, ParserMemory memory)
    {
        request = LogValue.Unescape(request, memory);
        draft.TakeRequest(RequestLine.Parse(request.StartsWith("- "u8) ? default : request, memory));
        draft.UserAgent = LogValue.Text(agent, memory);
    }

    private static void TakeRouting(ReadOnlySpan<byte> rest, ref CallDraft draft, ParserMemory memory)
    {
        LineText.Word(ref rest);
        LineText.Word(ref rest);
        draft.Callee = TargetGroup(LineText.Word(ref rest), memory);
        if (LineText.TryQuoted(ref rest, out var trace) && !LogValue.IsAbsent(trace))
            draft.RequestId = System.Text.Encoding.UTF8.GetString(trace);
        if (LineText.TryQuoted(ref rest, out var name) && !LogValue.IsAbsent(name))
            draft.TargetHost ??= RequestTarget.HostOf(name, memory);
    }

    // arn:aws:elasticloadbalancing:region:account:targetgroup/name/id
    private static string? TargetGroup(ReadOnlySpan<byte> arn, ParserMemory memory)
    {
        var start = arn.IndexOf(":targetgroup/"u8);
        if (start < 0)
            return null;
        var name = arn[(start + ":targetgroup/"u8.Length)..];
        var end = name.IndexOf((byte)'/');
        return memory.Texts.Get(end < 0 ? name : name[..end]);
    }

    // Seconds to the target, in it, and back; -1 where the request got none. Until then nothing is known of the whole.
    private static TimeSpan? Sum(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ref CallDraft draft)
    {
        if (!ScaledNumber.TryRead(first, TimeSpan.TicksPerSecond, 1, out var to) || !ScaledNumber.TryRead(second, TimeSpan.TicksPerSecond, 1, out var inside)
            || !ScaledNumber.TryRead(third, TimeSpan.TicksPerSecond, 1, out var back))
        {
            draft.Fail("the processing times are not numbers");
            return null;
        }

        var sum = (Int128)to + inside + back;
        return to < 0 || inside < 0 || back < 0 || sum > TimeSpan.MaxValue.Ticks ? null : new TimeSpan((long)sum);
    }

    private static bool IsTls(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("https"u8) || type.SequenceEqual("h2"u8) || type.SequenceEqual("grpcs"u8) || type.SequenceEqual("wss"u8);

    private static bool IsPlain(ReadOnlySpan<byte> type) => type.SequenceEqual("http"u8) || type.SequenceEqual("ws"u8);
}
