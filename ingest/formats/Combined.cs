using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// nginx and Apache combined log, also plain common, vhost_combined (a host before the address) and nginx "main" (a forwarded-for list
/// behind the user agent). Fields after those are ignored.
/// </summary>
public sealed class Combined(Combined.Options? options = null, int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, ILineCall
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
        if (LineCalls.Parse(record, into, this, mostRecordBytes) && CombinedLine.IsWrapped(record.Bytes.Span))
            into.CountUnwrapped();
    }

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        return CombinedLine.TrySplit(record, out var fields, onlyTime: true) is null
            && ParserMemory.OfThisThread.CombinedTime.TryRead(fields.Time, out at);
    }

    void ILineCall.Read(ReadOnlySpan<byte> line, ref CallDraft draft)
    {
        var memory = ParserMemory.OfThisThread;
        if (CombinedLine.TrySplit(line, out var fields) is { } problem)
        {
            draft.Fail(problem);
            return;
        }

        fields.Take(ref draft, memory);
        draft.ForwardedFor = Forwarded(fields.After, memory);
        // A refused log-in is logged with the name it tried, and an unanswered one proves nothing.
        if (draft.Credentials.Subject is not null)
            draft.Credentials.Verified = _options.RemoteUserIsVerified && draft.Status is not (null or 401 or 403) ? true : null;
    }

    // A last quoted field is the forwarded-for list only if it begins with an address: others log a compression ratio there.
    private static string? Forwarded(ReadOnlySpan<byte> field, ParserMemory memory)
    {
        if (field.Length < 2)
            return null;
        var comma = field.IndexOf((byte)',');
        return memory.Addresses.Get((comma < 0 ? field : field[..comma]).Trim((byte)' '), out _) is null ? null : memory.Texts.Get(field);
    }
}
