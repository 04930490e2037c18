using System.Text.Json;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>Traefik's access log as JSON (<c>accessLog.format: json</c>), with headers where <c>fields.headers</c> keeps them.</summary>
/// <remarks>
/// ClientAddr is the peer. ClientHost is what X-Forwarded-For says, wherever there is one: anybody can write it.
/// Traefik logs any name that comes with a call, so ClientUsername is a claim whatever the answer was. Kept headers stand beside the other
/// members, as request_User-Agent and downstream_Content-Type. Dropped: origin_ headers, retries, overhead, the server's URL.
/// </remarks>
public sealed class TraefikJson(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, IJsonCall
{
    public const string Name = "traefik-json";

    private static readonly JsonFields s_fields = JsonFields.Of(
        new JsonUnits(TimeEncoding.Rfc3339, DurationUnit.Nanoseconds),
        (MappedField.Address, "ClientAddr"), (MappedField.DirectAddress, "ClientHost"), (MappedField.FirstNote, "ClientHost"), (MappedField.User, "ClientUsername"),
        (MappedField.ResponseBytes, "DownstreamContentSize"), (MappedField.Status, "DownstreamStatus"), (MappedField.Duration, "Duration"),
        (MappedField.RequestBytes, "RequestContentSize"), (MappedField.Host, "RequestHost"), (MappedField.Method, "RequestMethod"),
        (MappedField.Uri, "RequestPath"), (MappedField.Protocol, "RequestProtocol"), (MappedField.Scheme, "RequestScheme"),
        (MappedField.Callee, "ServiceName"), (MappedField.Time, "StartUTC"), (MappedField.Time, "StartLocal"),
        (MappedField.Certificate, "TLSClientSubject"), (MappedField.TraceId, "TraceId"), (MappedField.SpanId, "SpanId"))
        .WithHeaders("request_", "downstream_");

    public FormatInfo Info { get; } = new(
        Name, "Traefik access log as JSON", "Traefik 2.0 to 3.6, pkg/middlewares/accesslog/logdata.go", CallMoment.Start, "bodies",
        ["bodies", "headers, unless fields.headers keeps them", "client TLS fingerprint"])
    {
        IsJson = true,
    };

    public void Parse(in RawRecord record, ParsedRecords into) => JsonCalls.Parse(record, into, this, mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at) => s_fields.TryReadTime(record, out at);

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        s_fields.Read(ref reader, ref draft);
        if (draft.PeerAddress is not null && !draft.PeerAddress.Equals(draft.DirectAddress))
            draft.ForwardedFor ??= draft.Notes.First;
    }
}
