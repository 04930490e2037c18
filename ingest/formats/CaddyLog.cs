using System.Text.Json;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>Caddy's access log (JSON encoder, the default). Lines of Caddy's other loggers in the same file are skipped and counted.</summary>
/// <remarks>
/// client_ip is what Caddy's trusted_proxies made of the proxies; before 2.7 there is remote_ip alone, before 2.5 remote_addr. Caddy names a
/// user_id only after it has checked the password. It writes [] or REDACTED for credentials, unless log_credentials is on.
/// </remarks>
public sealed class CaddyLog(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, IJsonCall
{
    public const string Name = "caddy";

    private const string AccessLogger = "http.log.access";

    private static readonly JsonFields s_fields = JsonFields.Of(
        new JsonUnits(TimeEncoding.Any, DurationUnit.Seconds),
        (MappedField.Time, "ts"), (MappedField.FirstNote, "logger"), (MappedField.DirectAddress, "request.remote_ip"), (MappedField.Port, "request.remote_port"),
        (MappedField.Address, "request.client_ip"), (MappedField.DirectAddress, "request.remote_addr"), (MappedField.Protocol, "request.proto"),
        (MappedField.Method, "request.method"), (MappedField.Host, "request.host"), (MappedField.Uri, "request.uri"),
        (MappedField.RequestHeaders, "request.headers"), (MappedField.ServerName, "request.tls.server_name"), (MappedField.RequestBytes, "bytes_read"),
        (MappedField.VerifiedUser, "user_id"), (MappedField.Duration, "duration"), (MappedField.ResponseBytes, "size"), (MappedField.Status, "status"),
        (MappedField.ResponseHeaders, "resp_headers"), (MappedField.TraceId, "traceID"), (MappedField.SpanId, "spanID"), (MappedField.BlockedBy, "blocked_by"));

    public FormatInfo Info { get; } = new(
        Name, "Caddy access log as JSON", "Caddy 2.0 to 2.10, modules/caddyhttp/server.go and marshalers.go; durations in seconds (the default)",
        CallMoment.End, "bodies", ["bodies", "credentials, unless log_credentials is on", "client TLS fingerprint", "who answered"])
    {
        IsJson = true,
    };

    public void Parse(in RawRecord record, ParsedRecords into) => JsonCalls.Parse(record, into, this, mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at) => s_fields.TryReadTime(record, out at);

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        s_fields.Read(ref reader, ref draft);
        draft.IsNoCall = draft.Notes.First?.StartsWith(AccessLogger, StringComparison.Ordinal) == false;
    }
}
