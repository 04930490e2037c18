using System.Collections.Frozen;

namespace Engine.Ingest.Formats.Layout;

/// <summary>
/// nginx's variables (nginx.org, "Alphabetical index of variables", 1.29), those of ingress-nginx, and of the modules for TLS fingerprints and
/// OpenTelemetry. All others are passed over.
/// </summary>
internal static class NginxVariables
{
    private const string WholeRequest = "whole request, with headers";

    private static readonly LogVariable s_text = LogVariables.Passed(ValueKind.Text);
    private static readonly LogVariable s_list = LogVariables.Passed(ValueKind.List);

    private static readonly FrozenDictionary<string, LogVariable> s_known = new Dictionary<string, LogVariable>
    {
        ["time_local"] = LogVariables.LogTime(2),
        ["time_iso8601"] = LogVariables.IsoTime(1),
        ["msec"] = LogVariables.UnixTime(TimeEncoding.UnixSeconds, 0),
        ["request_time"] = LogVariables.Duration(DurationUnit.Seconds),

        ["remote_addr"] = LogVariables.Address(0),
        ["realip_remote_addr"] = LogVariables.Address(1),
        ["remote_port"] = new(ValueKind.Number, MappedField.Port),
        ["realip_remote_port"] = new(ValueKind.Number, MappedField.Port, 1),
        ["proxy_add_x_forwarded_for"] = new(ValueKind.Text, MappedField.ForwardedFor),
        ["proxy_protocol_addr"] = LogVariables.ProxyProtocolAddress,

        ["remote_user"] = LogVariables.User,
        ["jwt_claim_sub"] = new(ValueKind.Text, MappedField.VerifiedUser),
        ["ssl_client_s_dn"] = LogVariables.CertificateSubject,
        ["ssl_client_verify"] = LogVariables.CertificateCheck,
        ["ssl_ja3"] = new(ValueKind.Text, MappedField.TlsFingerprint, 2),
        ["ssl_ja3_hash"] = new(ValueKind.Text, MappedField.TlsFingerprint, 1),
        ["http_ssl_ja3"] = new(ValueKind.Text, MappedField.TlsFingerprint, 2),
        ["http_ssl_ja3_hash"] = new(ValueKind.Text, MappedField.TlsFingerprint, 1),
        ["http_ssl_ja4"] = new(ValueKind.Text, MappedField.TlsFingerprint),
        ["ssl_ja4"] = new(ValueKind.Text, MappedField.TlsFingerprint),

        ["request"] = new(ValueKind.Text, MappedField.RequestLine),
        ["request_method"] = new(ValueKind.Word, MappedField.Method),
        ["request_uri"] = new(ValueKind.Text, MappedField.Uri) { BeginsWithSlash = true },
        ["uri"] = new(ValueKind.Text, MappedField.Uri, 1) { BeginsWithSlash = true },
        ["document_uri"] = new(ValueKind.Text, MappedField.Uri, 1) { BeginsWithSlash = true },
        ["args"] = new(ValueKind.Text, MappedField.Query),
        ["query_string"] = new(ValueKind.Text, MappedField.Query),
        ["server_protocol"] = new(ValueKind.Token, MappedField.Protocol),
        ["scheme"] = new(ValueKind.Word, MappedField.Scheme),
        ["host"] = LogVariables.Host(0),
        ["server_name"] = LogVariables.Host(2),
        ["ssl_server_name"] = LogVariables.Host(3) with { Kind = ValueKind.Text },

        ["status"] = LogVariables.Status,
        ["request_length"] = LogVariables.RequestBytes(0, WholeRequest),
        ["content_length"] = LogVariables.RequestBytes(1, "request body as announced"),
        ["http_content_length"] = LogVariables.RequestBytes(1, "request body as announced"),
        ["body_bytes_sent"] = LogVariables.ResponseBytes(0, "response body"),
        ["bytes_sent"] = LogVariables.ResponseBytes(1, "whole response, with headers"),
        ["sent_http_content_length"] = LogVariables.ResponseBytes(2, "response body as announced"),
        ["request_body"] = new(ValueKind.Text, MappedField.RequestBody),

        ["request_id"] = new(ValueKind.Word, MappedField.RequestId),
        ["req_id"] = new(ValueKind.Word, MappedField.RequestId),
        ["otel_trace_id"] = new(ValueKind.Word, MappedField.TraceId),
        ["otel_span_id"] = new(ValueKind.Word, MappedField.SpanId),
        ["otel_parent_id"] = new(ValueKind.Word, MappedField.ParentSpanId),
        ["opentelemetry_trace_id"] = new(ValueKind.Word, MappedField.TraceId, 1),
        ["opentelemetry_span_id"] = new(ValueKind.Word, MappedField.SpanId, 1),

        ["service_name"] = new(ValueKind.Token, MappedField.Callee),
        ["proxy_upstream_name"] = new(ValueKind.Token, MappedField.Callee, 1),
        ["proxy_host"] = new(ValueKind.Token, MappedField.Callee, 2),

        ["server_addr"] = LogVariables.Passed(ValueKind.Address),
        ["ssl_protocol"] = LogVariables.Passed(ValueKind.Token),
        ["ssl_cipher"] = LogVariables.Passed(ValueKind.Token),
        ["hostname"] = LogVariables.Passed(ValueKind.Word),
        ["request_completion"] = LogVariables.Passed(ValueKind.Word),
        ["pipe"] = LogVariables.Passed(ValueKind.Word),
        ["namespace"] = LogVariables.Passed(ValueKind.Word),
        ["ingress_name"] = LogVariables.Passed(ValueKind.Word),
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> s_numbers = new[]
    {
        "connection", "connection_requests", "connection_time", "gzip_ratio", "limit_rate", "pid", "server_port", "service_port", "proxy_port",
        "tcpinfo_rtt", "tcpinfo_rttvar", "tcpinfo_snd_cwnd", "tcpinfo_rcv_space", "proxy_protocol_port",
    }.ToFrozenSet();

    /// <param name="name">Without the dollar sign.</param>
    public static LogVariable Find(string name)
    {
        if (s_known.TryGetValue(name, out var known))
            return known;
        if (s_numbers.Contains(name))
            return LogVariables.Passed(ValueKind.Number);
        return name switch
        {
            _ when Behind(name, "cookie_") is { } cookie => LogVariables.Cookie(cookie),
            _ when Behind(name, "sent_http_") is { } response => LogVariables.ResponseHeader(response.Replace('_', '-')),
            _ when Behind(name, "http_") is { } request => LogVariables.RequestHeader(request.Replace('_', '-')),
            _ when Behind(name, "upstream_http_") is not null || Behind(name, "upstream_cookie_") is not null => s_text,
            _ when Behind(name, "upstream_") is not null || name == "proxy_alternative_upstream_name" => s_list,
            _ => s_text,
        };
    }

    private static string? Behind(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;
}
