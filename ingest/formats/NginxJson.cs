using System.Text.Json;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// nginx's access log as JSON in the shape of deploy/examples/nginx/log-format.conf, which has all that detectors need. Any other shape is a
/// log format of its own (<see cref="LogFormat"/>).
/// </summary>
/// <remarks>
/// <c>escape=json</c> keeps clients from writing members. remote_user is a claim, since nginx logs any Basic header; verified_user is what
/// auth_request or auth_jwt has checked.
/// </remarks>
public sealed class NginxJson(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, IJsonCall
{
    public const string Name = "nginx-json";

    private static readonly JsonFields s_fields = JsonFields.Of(
        new JsonUnits(TimeEncoding.Any, DurationUnit.Seconds),
        (MappedField.Time, "time"), (MappedField.Duration, "request_time"), (MappedField.Address, "remote_addr"), (MappedField.Port, "remote_port"),
        (MappedField.ForwardedFor, "x_forwarded_for"), (MappedField.Method, "method"), (MappedField.Scheme, "scheme"), (MappedField.Host, "host"),
        (MappedField.Uri, "uri"), (MappedField.Protocol, "protocol"), (MappedField.Status, "status"), (MappedField.RequestBytes, "request_length"),
        (MappedField.ResponseBytes, "body_bytes_sent"), (MappedField.UserAgent, "user_agent"), (MappedField.Referer, "referer"),
        (MappedField.User, "remote_user"), (MappedField.VerifiedUser, "verified_user"), (MappedField.UserRole, "role"), (MappedField.Consumer, "consumer"),
        (MappedField.Authorization, "authorization"), (MappedField.ApiKey, "api_key"), (MappedField.Session, "session"),
        (MappedField.TlsFingerprint, "ja3"), (MappedField.TlsFingerprint, "ja4"), (MappedField.Certificate, "client_subject"),
        (MappedField.CertificateCheck, "client_verify"), (MappedField.Callee, "service"), (MappedField.Environment, "environment"),
        (MappedField.RequestId, "request_id"), (MappedField.Traceparent, "traceparent"), (MappedField.BlockedBy, "blocked_by"));

    public FormatInfo Info { get; } = new(
        Name, "nginx access log as JSON, as our example writes it", "deploy/examples/nginx/log-format.conf; nginx 1.18 or later, log_format escape=json",
        CallMoment.End, "whole requests, response bodies", ["bodies", "headers but for the mapped ones", "who answered, unless service is set"])
    {
        IsJson = true,
    };

    public void Parse(in RawRecord record, ParsedRecords into) => JsonCalls.Parse(record, into, this, mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at) => s_fields.TryReadTime(record, out at);

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        s_fields.Read(ref reader, ref draft);
        if (draft.Credentials.Consumer is not null)
            draft.Credentials.Verified = true;
    }
}
