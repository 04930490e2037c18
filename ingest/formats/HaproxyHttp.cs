using System.ComponentModel.DataAnnotations;
using System.Text;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// HAProxy's HTTP log (<c>option httplog</c>) and HTTPS log (<c>option httpslog</c>), with or without the prefix of syslog.
/// </summary>
/// <remarks>
/// Its time has no zone: it is the server's local time. A line that syslog cut off inside the request is read as far as it goes. Dropped: the
/// server behind the backend, counts of connections and queues, all timers but the whole.
/// </remarks>
public sealed class HaproxyHttp : IRecordFormat, ILineCall
{
    public const string Name = "haproxy";

    private static readonly string[] s_secrets = ["authorization", "cookie", "apikey", "api-key", "x-api-key"];

    private readonly Options _options;
    private readonly TimeZoneInfo _zone;
    private readonly byte[][] _requestHeaders;
    private readonly byte[][] _responseHeaders;
    private readonly int _mostRecordBytes;

    public HaproxyHttp(Options? options = null, int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes)
    {
        _options = options ?? new Options();
        _zone = TimeZoneInfo.TryFindSystemTimeZoneById(_options.TimeZone, out var zone) && zone.Id != TimeZoneInfo.Utc.Id ? zone : TimeZoneInfo.Utc;
        _requestHeaders = Names(_options.CapturedRequestHeaders);
        _responseHeaders = Names(_options.CapturedResponseHeaders);
        _mostRecordBytes = mostRecordBytes;
    }

    /// <summary>What a log line itself does not say.</summary>
    public sealed record Options : IValidatableObject
    {
        /// <summary>Time zone that HAProxy runs in, by its IANA name: its log writes local time without a zone. Default UTC.</summary>
        /// <example>Europe/Berlin</example>
        public string TimeZone { get; init; } = "UTC";

        /// <summary>
        /// Status of an answer by which HAProxy denies what Engine blocks (<c>deny_status</c>). Such an answer never counts against anyone, so
        /// give rules of your own another status. 0: none. Default 403.
        /// </summary>
        [Range(0, 999)]
        public int DenyStatus { get; init; } = 403;

        /// <summary>Names of the headers that `capture request header` captures, in the order of the configuration.</summary>
        /// <example>[Host, User-Agent, X-Forwarded-For]</example>
        public IReadOnlyList<string> CapturedRequestHeaders { get; init; } = [];

        /// <summary>Names of the headers that `capture response header` captures, in the order of the configuration.</summary>
        /// <example>[Content-Type]</example>
        public IReadOnlyList<string> CapturedResponseHeaders { get; init; } = [];

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
                yield return new ValidationResult($"'{TimeZone}' is no time zone of this machine; use a name such as Europe/Berlin or UTC", [nameof(TimeZone)]);
        }
    }

    public FormatInfo Info { get; } = new(
        Name, "HAProxy HTTP and HTTPS log", "HAProxy 1.8 to 3.3, configuration manual 8.2.3 (option httplog) and 8.2.4 (option httpslog)",
        CallMoment.Start, "whole response, with headers; requests are not measured",
        ["host and user agent (but captured ones)", "scheme of plain connections", "bodies", "request bytes", "user", "trace", "zone of the time"]);

    bool ILineCall.HoldsSecrets => _options.CapturedRequestHeaders.Any(name => s_secrets.Contains(name, StringComparer.OrdinalIgnoreCase));

    public void Parse(in RawRecord record, ParsedRecords into) => LineCalls.Parse(record, into, this, _mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        return HaproxyLine.TrySplit(record, out var fields, onlyTime: true) is null && LocalTime.TryRead(fields.Time, _zone, out at);
    }

    void ILineCall.Read(ReadOnlySpan<byte> line, ref CallDraft draft)
    {
        var memory = ParserMemory.OfThisThread;
        if (HaproxyLine.TrySplit(line, out var fields) is { } problem)
        {
            draft.Fail(problem);
            return;
        }

        TakeTime(fields, ref draft);
        TakeClient(fields.Client, ref draft, memory);
        draft.Status = LogValue.Status(fields.Status, ref draft);
        draft.ResponseBytes = LogValue.Count(fields.Bytes, "response bytes", ref draft);
        draft.TakeRequest(RequestLine.Parse(
            fields.Request.SequenceEqual("<BADREQ>"u8) ? default : Unescape(fields.Request, memory), memory));
        draft.Scheme ??= fields.Frontend.EndsWith("~"u8) ? "https" : null;
        draft.Callee = fields.Backend.IsEmpty || fields.Backend[0] == '<' || fields.Backend.SequenceEqual("-"u8) ? null : memory.Texts.Get(fields.Backend);
        if (fields.TerminationState.StartsWith("PR"u8) && draft.Status is { } status && status == _options.DenyStatus)
            draft.BlockedBy = Name;
        if (!draft.Drops(HeaderPlace.Cookie))
            draft.Credentials.TakeCookies(fields.Cookie);
        TakeCaptures(fields, ref draft, memory);
        TakeServerName(fields.Tls, ref draft, memory);
    }

    private void TakeTime(in HaproxyLine fields, ref CallDraft draft)
    {
        draft.Precision = TimePrecision.Milliseconds;
        if (LocalTime.TryRead(fields.Time, _zone, out var at))
            draft.At = at;
        else
            draft.Fail("the time is not dd/Mon/yyyy:hh:mm:ss.mmm between 1970 and 9999");
        if (!ScaledNumber.TryRead(fields.Duration, TimeSpan.TicksPerMillisecond, 1, out var ticks))
            draft.Fail("the active time (Ta) is not a number");
        else if (ticks >= 0)
            draft.Duration = new TimeSpan(ticks);
    }

    // The port stands behind the last colon, also of an IPv6 address, which has no brackets here.
    private static void TakeClient(ReadOnlySpan<byte> client, ref CallDraft draft, ParserMemory memory)
    {
        var colon = client.LastIndexOf((byte)':');
        if (colon > 0 && client[..colon].SequenceEqual("unix"u8))
            return;
        if (colon < 0 || (draft.PeerAddress = memory.Addresses.Get(client[..colon])) is null)
            draft.Fail("the client is not an IP address and a port");
        else if (ScaledNumber.TryReadWhole(client[(colon + 1)..], out var port) && port is >= 0 and <= ushort.MaxValue)
            draft.PeerPort = (int)port;
        else
            draft.Fail("the client's port is not a number up to 65535");
    }

    private void TakeCaptures(in HaproxyLine fields, ref CallDraft draft, ParserMemory memory)
    {
        // A single block belongs to whichever side captures anything.
        var isResponse = fields.Captures == 1 && _requestHeaders.Length == 0;
        var request = isResponse ? default : fields.FirstCapture;
        var response = isResponse ? fields.FirstCapture : fields.SecondCapture;
        foreach (var name in _requestHeaders)
            HeaderSelection.TakeRequest(name, NextCapture(ref request, memory), ref draft, memory);
        foreach (var name in _responseHeaders)
            HeaderSelection.TakeResponse(name, NextCapture(ref response, memory), ref draft, memory);
    }

    private static ReadOnlySpan<byte> NextCapture(scoped ref ReadOnlySpan<byte> block, ParserMemory memory)
    {
        var bar = block.IndexOf((byte)'|');
        var value = bar < 0 ? block : block[..bar];
        block = bar < 0 ? default : block[(bar + 1)..];
        return Unescape(value, memory);
    }

    // Behind the error codes: name/protocol/cipher. The client chose the name, so it is taken from the left and to the last but one slash.
    private static void TakeServerName(ReadOnlySpan<byte> tls, ref CallDraft draft, ParserMemory memory)
    {
        if (LineText.Word(ref tls).IsEmpty || tls.LastIndexOf((byte)'/') is not (var cipher and > 0)
            || tls[..cipher].LastIndexOf((byte)'/') is not (var protocol and > 0))
            return;
        var name = tls[..protocol].Trim((byte)' ');
        if (!LogValue.IsAbsent(name))
            draft.TargetHost ??= RequestTarget.HostOf(name, memory);
    }

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> value, ParserMemory memory)
    {
        if (!value.Contains((byte)'#'))
            return value;
        var scratch = memory.Scratch(value.Length);
        return scratch[..EscapedText.UnescapeHash(value, scratch)];
    }

    private static byte[][] Names(IReadOnlyList<string> names) => [.. names.Select(name => Encoding.ASCII.GetBytes(name))];
}
