using System.Text.Json;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// Cloudflare Logpush, data set http_requests, as JSON lines. Cookies, RequestHeaders and ResponseHeaders are there where the zone has custom
/// fields.
/// </summary>
/// <remarks>
/// Times may be RFC 3339 or Unix in any unit; a duration needs finer ones than seconds. A rule of ours is told by its description, which begins
/// with "engine": what it stopped is marked as ours. Subrequests of Workers are internal. Dropped: scores, geography and addresses of
/// Cloudflare and origin.
/// </remarks>
public sealed class CloudflareLogpush(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, IJsonCall
{
    public const string Name = "cloudflare";

    private const string OurRule = "engine";

    private static readonly JsonFields s_fields = JsonFields.Of(
        new JsonUnits(TimeEncoding.Any),
        (MappedField.Address, "ClientIP"), (MappedField.Host, "ClientRequestHost"), (MappedField.Method, "ClientRequestMethod"),
        (MappedField.Uri, "ClientRequestURI"), (MappedField.Path, "ClientRequestPath"), (MappedField.Protocol, "ClientRequestProtocol"),
        (MappedField.Referer, "ClientRequestReferer"), (MappedField.Scheme, "ClientRequestScheme"), (MappedField.UserAgent, "ClientRequestUserAgent"),
        (MappedField.RequestBytes, "ClientRequestBytes"), (MappedField.Port, "ClientSrcPort"), (MappedField.CookieObject, "Cookies"),
        (MappedField.EndTime, "EdgeEndTimestamp"), (MappedField.ResponseBytes, "EdgeResponseBodyBytes"), (MappedField.WholeResponseBytes, "EdgeResponseBytes"),
        (MappedField.Status, "EdgeResponseStatus"), (MappedField.Time, "EdgeStartTimestamp"), (MappedField.TlsFingerprint, "JA3Hash"),
        (MappedField.TlsFingerprint, "JA4"), (MappedField.RequestId, "RayID"), (MappedField.RequestHeaders, "RequestHeaders"),
        (MappedField.ResponseHeaders, "ResponseHeaders"), (MappedField.FirstNote, "WorkerSubrequest"), (MappedField.SecondNote, "SecurityAction"),
        (MappedField.ThirdNote, "SecurityRuleDescription"));

    public FormatInfo Info { get; } = new(
        Name, "Cloudflare Logpush, http_requests", "Cloudflare Logpush field reference, http_requests (2026)", CallMoment.Start,
        "requests with headers; response bodies, or whole responses where EdgeResponseBodyBytes is not pushed",
        ["bodies", "headers and cookies, but for custom fields", "trace", "who answered"])
    {
        IsJson = true,
    };

    public void Parse(in RawRecord record, ParsedRecords into) => JsonCalls.Parse(record, into, this, mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at) => s_fields.TryReadTime(record, out at);

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        s_fields.Read(ref reader, ref draft);
        if (draft.Notes.First == "true")
            draft.Direction = Direction.Internal;
        if (draft.Notes.Second is not (null or "unknown" or "log" or "skip" or "allow")
            && draft.Notes.Third?.StartsWith(OurRule, StringComparison.OrdinalIgnoreCase) == true)
            draft.BlockedBy = Name;
    }
}
