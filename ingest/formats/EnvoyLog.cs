using System.Text.Json;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// Envoy's access log as JSON: Istio's mesh-wide default, Envoy Gateway's default, and our example, which adds what detectors need
/// (verified user, <c>blocked_by</c>, JA3/JA4, <c>traceparent</c>).
/// </summary>
/// <remarks>
/// A sidecar logs what its gateway logged already: read the gateway's log alone, or each call is seen twice. <c>user</c> is believed because
/// our example takes it from the payload that jwt_authn has verified. Dropped: response flags and details, local addresses, SNI beyond the host.
/// </remarks>
public sealed class EnvoyLog(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, IJsonCall
{
    public const string Name = "envoy";

    // Istio's name for an address outside the mesh that it lets pass.
    private const string ThirdParty = "PassthroughCluster";

    private static readonly JsonFields s_fields = JsonFields.Of(
        new JsonUnits(TimeEncoding.Rfc3339),
        (MappedField.Time, "start_time"), (MappedField.Route, "route"), (MappedField.Method, "method"), (MappedField.Uri, "path"),
        (MappedField.Protocol, "protocol"), (MappedField.Status, "response_code"), (MappedField.RequestBytes, "bytes_received"),
        (MappedField.ResponseBytes, "bytes_sent"), (MappedField.Duration, "duration"), (MappedField.ForwardedFor, "x_forwarded_for"),
        (MappedField.UserAgent, "user_agent"), (MappedField.RequestId, "request_id"), (MappedField.Host, "authority"),
        (MappedField.FirstNote, "upstream_cluster"), (MappedField.Address, "downstream_remote_address"),
        (MappedField.DirectAddress, "downstream_direct_remote_address"), (MappedField.ServerName, "requested_server_name"),
        // Envoy Gateway names them for the headers that they are.
        (MappedField.Host, ":authority"), (MappedField.Method, ":method"), (MappedField.Uri, ":path"),
        (MappedField.OriginalTarget, "x-envoy-original-path"), (MappedField.OriginalTarget, "x-envoy-origin-path"),
        (MappedField.UserAgent, "user-agent"), (MappedField.ForwardedFor, "x-forwarded-for"), (MappedField.RequestId, "x-request-id"),
        // What our example adds.
        (MappedField.Scheme, "scheme"), (MappedField.VerifiedUser, "user"), (MappedField.UserRole, "role"), (MappedField.Referer, "referer"),
        (MappedField.TlsFingerprint, "ja3"), (MappedField.TlsFingerprint, "ja4"), (MappedField.Traceparent, "traceparent"),
        (MappedField.TraceId, "trace_id"), (MappedField.BlockedBy, "blocked_by"));

    public FormatInfo Info { get; } = new(
        Name, "Envoy, Istio and Envoy Gateway access log as JSON",
        "Istio 1.30 meshConfig.accessLogEncoding JSON; Envoy Gateway 1.6 default; Envoy 1.36 access log operators",
        CallMoment.Start, "bodies", ["bodies", "headers but for the mapped ones", "credentials", "duration of what never ends"])
    {
        IsJson = true,
    };

    public void Parse(in RawRecord record, ParsedRecords into) => JsonCalls.Parse(record, into, this, mostRecordBytes);

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at) => s_fields.TryReadTime(record, out at);

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        s_fields.Read(ref reader, ref draft);
        if (draft.Notes.First is { } cluster)
            TakeCluster(cluster, ref draft);
    }

    /// <summary>Who was called, by the name of the upstream cluster.</summary>
    internal static void TakeCluster(string cluster, ref CallDraft draft)
    {
        draft.Callee = ServiceOf(cluster);
        if (cluster == ThirdParty)
            draft.Direction = Direction.Outbound;
    }

    // outbound|8080|v2|orders.shop.svc.cluster.local names its service last; inbound|8080|| names none.
    internal static string? ServiceOf(string cluster)
    {
        var last = cluster.LastIndexOf('|');
        return last < 0 ? cluster : last == cluster.Length - 1 ? null : cluster[(last + 1)..];
    }
}
