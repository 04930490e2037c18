using System.Text.Json;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// APISIX's log entry (apisix/utils/log-util.lua), as kafka-logger, http-logger, file-logger and the other loggers send it: one object, or an
/// array of a batch. With <c>include_req_body</c> and <c>include_resp_body</c> it carries bodies.
/// </summary>
/// <remarks>
/// A consumer is named only after an authentication plugin has checked it. Route and service are ids, no templates, so
/// <see cref="ApiEvent.Route"/> stays null. A logger with a <c>log_format</c> of its own is a mapped format. Kafka's own times are no times of
/// calls. Dropped: querystring (the URI has it), upstream (an address that changes from call to call), server, upstream_latency.
/// </remarks>
public sealed class ApisixLog(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, IJsonCall
{
    public const string Name = "apisix";

    private static readonly JsonFields s_fields = JsonFields.Of(
        new JsonUnits(TimeEncoding.UnixMilliseconds),
        (MappedField.Time, "start_time"), (MappedField.Duration, "latency"), (MappedField.Address, "client_ip"),
        (MappedField.FirstNote, "service_name"), (MappedField.SecondNote, "service_id"),
        (MappedField.Uri, "request.uri"), (MappedField.Url, "request.url"), (MappedField.Method, "request.method"),
        (MappedField.RequestHeaders, "request.headers"), (MappedField.RequestBytes, "request.size"), (MappedField.RequestBody, "request.body"),
        (MappedField.Status, "response.status"), (MappedField.ResponseHeaders, "response.headers"), (MappedField.ResponseBytes, "response.size"),
        (MappedField.ResponseBody, "response.body"), (MappedField.Consumer, "consumer.username"), (MappedField.Consumer, "consumer_name"),
        (MappedField.BlockedBy, "blocked_by"));

    public FormatInfo Info { get; } = new(
        Name, "APISIX loggers (kafka-logger, http-logger, file-logger …)", "APISIX 2.5 to 3.16, apisix/utils/log-util.lua get_full_log",
        CallMoment.Start, "whole messages, with headers", ["bodies, unless include_req_body and include_resp_body are set", "client TLS fingerprint"])
    {
        IsJson = true,
    };

    public void Parse(in RawRecord record, ParsedRecords into) => JsonCalls.Parse(record, into, this, mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at) => s_fields.TryReadTime(record, out at);

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        s_fields.Read(ref reader, ref draft);
        draft.Callee = draft.Notes.First ?? draft.Notes.Second;
        if (draft.Credentials.Consumer is not null)
            draft.Credentials.Verified = true;
    }
}
