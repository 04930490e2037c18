using System.Net;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// nginx and Apache combined log, also plain common, vhost_combined (a host before the address) and nginx "main" (a forwarded-for list
/// behind the user agent). Fields after those are ignored.
/// </summary>
public sealed class Combined(Combined.Options? options = null, int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat
{
    public const string Name = "combined";

    private readonly Options _options = options ?? new Options();

    /// <summary>What a log line itself does not say.</summary>
    public sealed record Options
    {
        /// <summary>
        /// True: the user in a line was checked by the server, unless the status is 401 or 403. Default true, as Apache logs it.
        /// nginx logs the user of any Basic header, also where nothing checks it: set false if it serves locations without auth_basic.
        /// </summary>
        public bool RemoteUserIsVerified { get; init; } = true;
    }

    public FormatInfo Info { get; } = new(
        Name, "nginx and Apache combined or common log",
        "nginx ngx_http_log_module \"combined\"; Apache 2.4 mod_log_config %h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-agent}i\"",
        CallMoment.End, "response body (nginx, Apache %b); requests are not measured",
        ["host (but for vhost_combined)", "scheme", "duration", "headers", "bodies", "credentials", "request bytes", "trace"]);

    public void Parse(in RawRecord record, ParsedRecords into)
    {
        var line = record.Bytes.Span;
        if (line.Length > mostRecordBytes)
        {
            into.Refuse(record, Name, $"the line is {line.Length} bytes long, more than {mostRecordBytes}");
            return;
        }

        line = CombinedLine.Unwrap(line, out var wasWrapped);
        var memory = ParserMemory.OfThisThread;
        Values values = default;
        var problem = CombinedLine.TrySplit(line, out var fields) ?? Check(fields, memory, out values);
        if (problem is not null)
        {
            into.Refuse(record, Name, problem);
            return;
        }

        if (wasWrapped)
            into.CountUnwrapped();
        var request = RequestLine.Parse(Unescape(fields.Request, memory), memory);
        into.Accept(new ApiEvent
        {
            Id = EventId.At(record.Position),
            Position = record.Position,
            At = values.At,
            AtMarks = CallMoment.End,
            Environment = into.Environment,
            PeerAddress = values.Address,
            ForwardedFor = Forwarded(fields.After, memory),
            Method = request.Method,
            Scheme = request.Target.Scheme,
            Host = request.Target.Host ?? (fields.Host.IsEmpty ? null : RequestTarget.HostOf(fields.Host, memory)),
            Path = request.Target.Path,
            Query = request.Target.Query,
            Protocol = request.Protocol,
            UserAgent = Text(fields.UserAgent, memory),
            Referer = Text(fields.Referer, memory),
            Status = values.Status,
            ResponseBytes = values.Bytes,
            Authentication = User(fields.User, values.Status, memory),
            SourceFormat = Name,
        });
    }

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        return CombinedLine.TrySplit(CombinedLine.Unwrap(record, out _), out var fields, onlyTime: true) is null
            && ParserMemory.OfThisThread.CombinedTime.TryRead(fields.Time, out at);
    }

    private static string? Check(in CombinedLine line, ParserMemory memory, out Values values)
    {
        values = default;
        if (!memory.CombinedTime.TryRead(line.Time, out var at))
            return "the time is not dd/Mon/yyyy:hh:mm:ss ±hhmm between 1970 and 9999";
        IPAddress? address = null;
        if (!line.HasNoAddress && (address = memory.Addresses.Get(line.Address)) is null)
            return "the client is not an IP address; log $remote_addr (nginx) or set HostnameLookups Off (Apache)";
        int? status = null;
        // nginx writes 000 or 009 where the client left before any status was sent.
        if (!line.Status.SequenceEqual("-"u8) && !line.Status.SequenceEqual("000"u8) && !line.Status.SequenceEqual("009"u8))
        {
            if (!ScaledNumber.TryReadWhole(line.Status, out var number) || number is < 100 or > 999)
                return "the status is not a number from 100 to 999";
            status = (int)number;
        }

        long? bytes = null;
        if (!line.Bytes.SequenceEqual("-"u8))
        {
            if (!ScaledNumber.TryReadWhole(line.Bytes, out var number))
                return "the response bytes are not a number";
            if (number < 0)
                return "the response bytes are negative";
            bytes = number;
        }

        values = new Values(at, address, status, bytes);
        return null;
    }

    private AuthenticationEvidence? User(ReadOnlySpan<byte> user, int? status, ParserMemory memory) =>
        user.IsEmpty || user.SequenceEqual("-"u8) || user.SequenceEqual("\"\""u8)
            ? null
            : new AuthenticationEvidence
            {
                Scheme = AuthenticationScheme.Basic,
                Subject = memory.Texts.Get(Unescape(user, memory)),
                // A refused log-in is logged with the name it tried, and an unanswered one proves nothing.
                VerifiedByGateway = _options.RemoteUserIsVerified && status is not (null or 401 or 403) ? true : null,
            };

    // A last quoted field is the forwarded-for list only if it begins with an address: others log a compression ratio there.
    private static string? Forwarded(ReadOnlySpan<byte> field, ParserMemory memory)
    {
        if (field.Length < 2)
            return null;
        var comma = field.IndexOf((byte)',');
        return memory.Addresses.Get((comma < 0 ? field : field[..comma]).Trim((byte)' '), out _) is null ? null : memory.Texts.Get(field);
    }

    private static string? Text(ReadOnlySpan<byte> field, ParserMemory memory) =>
        field.IsEmpty || field.SequenceEqual("-"u8) ? null : memory.Texts.Get(Unescape(field, memory));

    private static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> field, ParserMemory memory)
    {
        if (!field.Contains((byte)'\\'))
            return field;
        var scratch = memory.Scratch(field.Length);
        return scratch[..EscapedText.UnescapeLog(field, scratch)];
    }

    private readonly record struct Values(DateTimeOffset At, IPAddress? Address, int? Status, long? Bytes);
}
