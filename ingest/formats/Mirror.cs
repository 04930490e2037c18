using System.Text.Json;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// A mirrored call as JSON, in a shape of our own: everything that the engine can use, for whoever sees whole requests (a proxy's filter, a
/// mirror, a test recorder). The shape is in schemas/wire/mirror.schema.json. Only <c>time</c>, <c>request.method</c> and a target are needed;
/// without <c>response</c> it is a request-only mirror, whose success nobody knows.
/// </summary>
/// <remarks>
/// <c>user</c> is a claim unless <c>user_verified</c> says that whoever writes this has checked the credential; a <c>consumer</c> is checked by
/// definition. Headers are an object of values or lists, or a list of name and value.
/// </remarks>
public sealed class Mirror(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, IJsonCall
{
    public const string Name = "mirror";

    private static readonly JsonFields s_fields = JsonFields.Of(
        new JsonUnits(TimeEncoding.Any),
        (MappedField.Time, "time"), (MappedField.Duration, "duration_ms"), (MappedField.FirstNote, "direction"), (MappedField.Environment, "environment"),
        (MappedField.Address, "client.address"), (MappedField.Port, "client.port"), (MappedField.TlsFingerprint, "client.ja3"),
        (MappedField.TlsFingerprint, "client.ja4"), (MappedField.Certificate, "client.certificate"), (MappedField.CertificateCheck, "client.certificate_check"),
        (MappedField.Method, "request.method"), (MappedField.Url, "request.url"), (MappedField.Scheme, "request.scheme"), (MappedField.Host, "request.host"),
        (MappedField.Uri, "request.target"), (MappedField.Path, "request.path"), (MappedField.Query, "request.query"), (MappedField.Protocol, "request.protocol"),
        (MappedField.RequestHeaders, "request.headers"), (MappedField.RequestBytes, "request.bytes"), (MappedField.RequestBody, "request.body"),
        (MappedField.SecondNote, "request.body_encoding"),
        (MappedField.Status, "response.status"), (MappedField.ResponseHeaders, "response.headers"), (MappedField.ResponseBytes, "response.bytes"),
        (MappedField.ResponseBody, "response.body"), (MappedField.ThirdNote, "response.body_encoding"),
        (MappedField.User, "user"), (MappedField.UserCheck, "user_verified"), (MappedField.UserRole, "role"), (MappedField.Consumer, "consumer"),
        (MappedField.BlockedBy, "blocked_by"), (MappedField.Route, "route"), (MappedField.RequestId, "id"),
        (MappedField.Caller, "caller"), (MappedField.Callee, "service"), (MappedField.ServiceVersion, "version"),
        (MappedField.TraceId, "trace.trace_id"), (MappedField.SpanId, "trace.span_id"), (MappedField.ParentSpanId, "trace.parent_span_id"));

    public FormatInfo Info { get; } = new(
        Name, "Mirrored requests and responses as JSON, in Engine's own shape", "schemas/wire/mirror.schema.json, version 1", CallMoment.Start,
        "bodies", ["nothing, if whoever writes it knows it"])
    {
        IsJson = true,
        LargeRecordBytes = 4 * 1024 * 1024,
    };

    public void Parse(in RawRecord record, ParsedRecords into) => JsonCalls.Parse(record, into, this, Info.MostRecordBytes(mostRecordBytes));

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at) => s_fields.TryReadTime(record, out at);

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        s_fields.Read(ref reader, ref draft);
        draft.Direction = draft.Notes.First switch
        {
            null or "inbound" => Direction.Inbound,
            "internal" => Direction.Internal,
            "outbound" => Direction.Outbound,
            _ => draft.Refuse("direction is none of inbound, internal, outbound", Direction.Inbound),
        };
        draft.RequestBody = EncodedBody.Decode(draft.RequestBody, draft.Notes.Second);
        draft.ResponseBody = EncodedBody.Decode(draft.ResponseBody, draft.Notes.Third);
        if (draft.Credentials.Consumer is not null)
            draft.Credentials.Verified = true;
    }
}
