using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>
/// An enriched call as a row of <c>events_data</c>: every field that a detector reads. The credential itself has no column.
/// Enums are written as their number: the Enum8 columns have the values of ours.
/// </summary>
public static class EventRow
{
    public static RowTable Table { get; } = RowTable.Of("events_data", """
        event_id time time_precision time_marks duration_us tick is_late shard seq
        environment actor_kind actor is_verified claimed_user session_id direction service service_version method endpoint endpoint_id
        is_provisional endpoint_role endpoint_standing scheme host path query protocol status request_bytes response_bytes response_records blocked_by
        client_address peer_address peer_port forwarded_for country asn is_hosting client_class user_agent referer tls_fingerprint
        objects.parameter objects.place objects.value objects.number
        auth_scheme auth_credential auth_subject auth_consumer auth_session auth_claims auth_verified
        request_headers response_headers request_body response_body request_findings response_findings carries
        trace_id span_id parent_span_id caller callee called_database route vendor_request_id
        source_format source source_partition source_offset source_index run
        """);

    /// <param name="row">Where to.</param>
    /// <param name="enriched">The call.</param>
    /// <param name="placement">Its place in the order of <paramref name="run"/>.</param>
    /// <param name="run">The run that placed it.</param>
    public static void Write(RowBlock row, EnrichedEvent enriched, in Placement placement, string run)
    {
        var call = enriched.Call;
        row.Uuid(call.Id.Value);
        row.Time(call.At);
        row.Byte((byte)call.AtPrecision);
        row.Byte((byte)call.AtMarks);
        row.Int64OrNull(call.Duration is { } duration ? duration.Ticks / TimeSpan.TicksPerMicrosecond : null);
        row.Time(enriched.Tick);
        row.Bool(enriched.IsLate);
        row.UInt16((ushort)placement.Shard);
        row.UInt64((ulong)placement.Sequence);
        Who(row, enriched, placement);
        What(row, enriched);
        Where(row, enriched);
        Objects(row, enriched.Objects);
        Authentication(row, call.Authentication);
        Content(row, enriched);
        Origin(row, call);
        row.Text(run);
        row.EndRow();
    }

    private static void Who(RowBlock row, EnrichedEvent enriched, in Placement placement)
    {
        row.Text(enriched.Call.Environment);
        Words<ActorKind>.Write(row, (int)enriched.Actor.Key.Kind);
        row.Text(enriched.Actor.Key.Value);
        row.Bool(enriched.IsVerified);
        row.TextOrNull(enriched.ClaimedUser);
        row.UInt64(placement.SessionId);
    }

    private static void What(RowBlock row, EnrichedEvent enriched)
    {
        var call = enriched.Call;
        row.Byte((byte)call.Direction);
        row.Text(enriched.Endpoint.Service);
        row.TextOrNull(call.ServiceVersion);
        row.Text(call.Method);
        row.Text(enriched.Endpoint.Template);
        row.UInt64(enriched.Endpoint.Id);
        row.Bool(enriched.IsProvisional);
        row.Byte((byte)enriched.Role);
        row.Byte((byte)enriched.Standing);
        row.TextOrNull(call.Scheme);
        row.TextOrNull(call.Host);
        row.Text(call.Path);
        row.TextOrNull(call.Query);
        row.TextOrNull(call.Protocol);
        row.UInt16OrNull(call.Status);
        row.Int64OrNull(call.RequestBytes);
        row.Int64OrNull(call.ResponseBytes);
        row.Int32OrNull(enriched.ResponseRecords);
        row.TextOrNull(call.BlockedBy);
    }

    private static void Where(RowBlock row, EnrichedEvent enriched)
    {
        var call = enriched.Call;
        row.AddressOrNull(enriched.ClientAddress);
        row.AddressOrNull(call.PeerAddress);
        row.UInt16OrNull(call.PeerPort);
        row.TextOrNull(call.ForwardedFor);
        row.TextOrNull(enriched.Origin?.Country);
        row.UInt32OrNull(enriched.Origin?.Asn);
        row.BoolOrNull(enriched.Origin?.IsHosting);
        row.Byte((byte)enriched.Client);
        row.TextOrNull(call.UserAgent);
        row.TextOrNull(call.Referer);
        row.TextOrNull(call.TlsFingerprint);
    }

    private static void Objects(RowBlock row, IReadOnlyList<ObjectRef> objects)
    {
        var count = objects.Count;
        row.Count(count);
        for (var i = 0; i < count; i++)
            row.Text(objects[i].Parameter);
        row.Count(count);
        for (var i = 0; i < count; i++)
            row.Byte((byte)objects[i].Place);
        row.Count(count);
        for (var i = 0; i < count; i++)
            row.Text(objects[i].Value);
        row.Count(count);
        for (var i = 0; i < count; i++)
            row.Int64OrNull(objects[i].Number);
    }

    private static void Authentication(RowBlock row, AuthenticationEvidence? evidence)
    {
        row.Bool(evidence is null);
        if (evidence is not null)
            row.Byte((byte)evidence.Scheme);
        row.TextOrNull(evidence?.CredentialHash);
        row.TextOrNull(evidence?.Subject);
        row.TextOrNull(evidence?.Consumer);
        row.TextOrNull(evidence?.Session);
        Fields(row, evidence?.Claims);
        row.BoolOrNull(evidence?.VerifiedByGateway);
    }

    private static void Content(RowBlock row, EnrichedEvent enriched)
    {
        var call = enriched.Call;
        Fields(row, call.RequestHeaders);
        Fields(row, call.ResponseHeaders);
        row.TextOrNull(call.RequestBody);
        row.TextOrNull(call.ResponseBody);
        Findings(row, enriched.RequestFindings);
        Findings(row, enriched.ResponseFindings);
        Carries(row, enriched);
    }

    /// <summary>
    /// Names the groups that are there though their columns cannot show it, so that absent and empty stay different: maps, which cannot be
    /// null, and groups of which every part is.
    /// </summary>
    private static void Carries(RowBlock row, EnrichedEvent enriched)
    {
        var call = enriched.Call;
        var claims = call.Authentication?.Claims is not null;
        var requestHeaders = call.RequestHeaders is not null;
        var responseHeaders = call.ResponseHeaders is not null;
        var requestFindings = enriched.RequestFindings is not null;
        var responseFindings = enriched.ResponseFindings is not null;
        var hop = call.Hop is { Caller: null, Callee: null, Database: null };
        var origin = enriched.Origin is { Country: null, Asn: null, IsHosting: null };
        row.Count(One(claims) + One(requestHeaders) + One(responseHeaders) + One(requestFindings) + One(responseFindings) + One(hop) + One(origin));
        Name(row, claims, CarriedGroup.Claims);
        Name(row, requestHeaders, CarriedGroup.RequestHeaders);
        Name(row, responseHeaders, CarriedGroup.ResponseHeaders);
        Name(row, requestFindings, CarriedGroup.RequestFindings);
        Name(row, responseFindings, CarriedGroup.ResponseFindings);
        Name(row, hop, CarriedGroup.Hop);
        Name(row, origin, CarriedGroup.Origin);

        static int One(bool isThere) => isThere ? 1 : 0;

        static void Name(RowBlock row, bool isThere, string name)
        {
            if (isThere)
                row.Text(name);
        }
    }

    private static void Origin(RowBlock row, ApiEvent call)
    {
        row.TextOrNull(call.Trace?.TraceId);
        row.TextOrNull(call.Trace?.SpanId);
        row.TextOrNull(call.Trace?.ParentSpanId);
        row.TextOrNull(call.Hop?.Caller);
        row.TextOrNull(call.Hop?.Callee);
        row.TextOrNull(call.Hop?.Database);
        row.TextOrNull(call.Route);
        row.TextOrNull(call.VendorRequestId);
        row.Text(call.SourceFormat);
        row.Text(call.Position.Source);
        row.Int32(call.Position.Partition);
        row.Int64(call.Position.Offset);
        row.Int32(call.Position.Index);
    }

    private static void Fields(RowBlock row, IReadOnlyList<HeaderField>? fields)
    {
        var count = fields?.Count ?? 0;
        row.Count(count);
        for (var i = 0; i < count; i++)
        {
            row.Text(fields![i].Name);
            row.Text(fields[i].Value);
        }
    }

    private static void Findings(RowBlock row, IReadOnlyList<SensitiveFinding>? findings)
    {
        var count = findings?.Count ?? 0;
        row.Count(count);
        for (var i = 0; i < count; i++)
        {
            row.Text(findings![i].Class);
            row.UInt32((uint)Math.Max(0, findings[i].Count));
        }
    }
}
