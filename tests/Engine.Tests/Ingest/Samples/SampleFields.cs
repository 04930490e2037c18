using System.Globalization;
using System.Net;
using System.Text;
using Engine.Ingest.Formats;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Samples;

/// <summary>What the names of the samples' fields mean in a call. A dash or an empty text is absent in all of them.</summary>
internal static class SampleFields
{
    // Told by other fields, or what a call does not carry.
    private static readonly HashSet<string> s_passed =
    [
        "message", "program", "logsource", "logtag", "stream", "cri_timestamp", "meta.datasource_path", "meta.datasource_type", "meta.service", "meta.log_type", "meta.sub_type",
        "ident", "identity", "compression", "gzip_ratio", "target_server", "proxy_alternative_upstream_name",
        "upstream_addr", "upstream_cache_status", "upstream_host", "upstream_response_length", "upstream_response_time", "upstream_service_time", "upstream_status",
        "number_of_requests_received_since_traefik_started", "traefik_server_url", "traefik_router_intermediate", "traefik_router_name_root", "meta.traefik_router_name",
        "meta.traefik_router_name_intermediate", "meta.traefik_router_name_root",
        "haproxy_year", "haproxy_month", "haproxy_monthday", "haproxy_time", "haproxy_hour", "haproxy_minute", "haproxy_second", "haproxy_milliseconds",
        "frontend_name", "server_name", "time_request", "time_queue", "time_backend_connect", "time_backend_response", "captured_request_cookie", "captured_response_cookie",
        "termination_state", "actconn", "feconn", "beconn", "srvconn", "retries", "srv_queue", "backend_queue",
        "type", "elb", "port", "meta.http_port", "target_addr", "target_port", "target_list", "target_port_list", "target_status_code", "target_status_code_list",
        "request_processing_time", "target_processing_time", "response_processing_time", "ssl_cipher", "ssl_protocol", "chosen_cert_arn", "matched_rule_priority",
        "request_creation_time", "actions_executed", "redirect_url", "error_reason", "classification", "classification_reason", "conn_trace_id", "traceability_id",
        "transformed_host", "transformed_uri", "request_transform_status", "response_flags", "raw_remote_addr", "request_addr", "service_addr",
    ];

    /// <summary>Compares every field of a sample with the call; a name that is not known here fails, too.</summary>
    /// <param name="fields">Names and values.</param>
    /// <param name="call">What the line gave.</param>
    public static void Check(IReadOnlyDictionary<string, string> fields, ApiEvent call)
    {
        foreach (var (name, value) in fields)
        {
            if (!s_passed.Contains(name))
                Check(name, value is "-" or "" ? null : value, call);
        }
    }

    private static void Check(string name, string? value, ApiEvent call)
    {
        switch (name)
        {
            // The balancer's is the host of the URL, Apache's is the client.
            case "host" when call.SourceFormat == AwsAlb.Name: CheckHost(value, call); break;
            case "remote_addr" or "clientip" or "client" or "client_ip" or "host" when IPAddress.TryParse(value?.Trim('[', ']'), out var address):
            case "meta.source_ip" when IPAddress.TryParse(value?.Trim('[', ']'), out address):
                Assert.Equal(address, First(call));
                break;
            case "client_host" when IPEndPoint.TryParse(value!, out var end):
                Assert.Equal((end.Address, end.Port), (call.PeerAddress, call.PeerPort));
                break;
            case "client_port" or "remote_port": Assert.Equal(Number(value), call.PeerPort); break;
            case "remote_user" or "user" or "auth" or "meta.user": Assert.Equal(value, call.Authentication?.Subject); break;
            case "verb" or "method" or "http_verb" or "http_method" or "request_method" or "meta.http_verb": Assert.Equal(value, call.Method); break;
            case "request" or "path" or "http_request" or "http_path" or "meta.http_path" or "request_url": CheckTarget(value!, call); break;
            // Its parser takes nanoseconds for milliseconds, the time of the line for the start, and the router for the service.
            case "request_duration_in_ms" or "time_local" or "traefik_router_leaf" or "traefik_router_name" or "meta.traefik_router_name_leaf" when call.SourceFormat == TraefikJson.Name: break;
            case "dest_addr": Assert.Equal(value, $"{call.PeerAddress}"); break;
            case "remote_ip" when call.SourceFormat == CaddyLog.Name: Assert.Equal(value, $"{call.PeerAddress}"); break;
            case "meta.http_status" when value == "0": Assert.Null(call.Status); break;
            case "status" or "response" or "http_status_code" or "elb_status_code" or "meta.http_status": Assert.Equal(Number(value), call.Status); break;
            // The whole response, where the body alone is known, too.
            case "bytes_sent" when call.SourceFormat == "own": break;
            case "body_bytes_sent" or "bytes" or "size" or "bytes_read" or "sent_bytes" or "bytes_sent" or "body_bytes_size": Assert.Equal(Number(value), call.ResponseBytes); break;
            case "received_bytes" or "bytes_received" or "request_length": Assert.Equal(Number(value), call.RequestBytes); break;
            case "http_referer" or "referrer" or "referer": Assert.Equal(value, call.Referer); break;
            case "http_user_agent" or "agent" or "user_agent" or "meta.http_user_agent": Assert.Equal(value, call.UserAgent); break;
            case "x_forwarded_for": CheckForwarded(value!, call); break;
            case "http_x_forwarded_for": Assert.Equal(value, call.ForwardedFor); break;
            case "http_version" or "httpversion": Assert.Equal(Protocol($"HTTP/{value}"), call.Protocol); break;
            case "protocol" or "request_protocol" when value!.StartsWith("HTTP/", StringComparison.Ordinal): Assert.Equal(Protocol(value), call.Protocol); break;
            case "scheme" or "protocol": Assert.Equal(value, call.Scheme); break;
            case "target_fqdn" or "host" or "domain_name" or "meta.target_fqdn" or "meta.http_host": CheckHost(value, call); break;
            case "request_time": Assert.Equal(Seconds(value!), call.Duration); break;
            case "time_duration" or "request_duration_in_ms" or "duration": Assert.Equal(Seconds(value!) / 1000, call.Duration); break;
            case "proxy_upstream_name" or "backend_name" or "traefik_router_leaf" or "meta.traefik_router_name_leaf": Assert.Equal(value, call.Hop?.Callee); break;
            case "traefik_router_name": Assert.EndsWith(call.Hop?.Callee ?? "", value ?? "", StringComparison.Ordinal); break;
            case "target_group_arn": Assert.Contains($"/{call.Hop?.Callee}/", $"{value ?? "//"}", StringComparison.Ordinal); break;
            case "req_id" or "request_id" or "trace_id": Assert.Equal(value, call.VendorRequestId); break;
            case "time_local" or "timestamp": CheckLogTime(value!, call); break;
            case "time" or "accept_date": CheckTime(value!, call); break;
            default: Assert.Fail($"nothing says what the field '{name}' ({value}) is in a call"); break;
        }
    }

    // CrowdSec takes the first forwarded address where there is no other, and of Traefik's the last.
    private static IPAddress? First(ApiEvent call) =>
        call.ForwardedFor is { } list && call.SourceFormat is EnvoyText.Name or TraefikJson.Name or EnvoyLog.Name ? IPAddress.Parse(list.Split(',')[call.SourceFormat == TraefikJson.Name ? ^1 : 0].Trim()) : call.PeerAddress;

    // The last entry is the caller of Envoy.
    private static void CheckForwarded(string list, ApiEvent call)
    {
        var comma = list.LastIndexOf(", ", StringComparison.Ordinal);
        Assert.Equal(comma < 0 ? null : list[..comma], call.ForwardedFor);
        Assert.Equal(IPEndPoint.Parse(comma < 0 ? list : list[(comma + 2)..]).Address, call.PeerAddress);
    }

    private static void CheckTarget(string value, ApiEvent call)
    {
        if (value.Count(sign => sign == ' ') >= 2 && value.StartsWith(call.Method + " ", StringComparison.Ordinal))
            value = value.Split(' ')[1];
        value = Encoding.UTF8.GetString(LogUnescape(value));
        if (Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            value = url.PathAndQuery;
        var whole = call.Query is null ? call.Path : $"{call.Path}?{call.Query}";
        Assert.True(value == whole || value == call.Path, $"{value} is not {whole}");
    }

    private static byte[] LogUnescape(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var into = new byte[bytes.Length];
        return into[..EscapedText.UnescapeLog(bytes, into)];
    }

    private static void CheckHost(string? value, ApiEvent call)
    {
        if (value is not "_" && value?.Split(':')[0] is { } host)
            Assert.Equal(host, call.Host);
    }

    private static void CheckLogTime(string value, ApiEvent call)
    {
        Assert.True(ParserMemory.OfThisThread.CombinedTime.TryRead(Encoding.ASCII.GetBytes(value), out var at), value);
        Assert.Equal(at, call.At);
    }

    private static void CheckTime(string value, ApiEvent call) => Assert.Equal(
        DateTimeOffset.ParseExact(
            value, ["dd/MMM/yyyy:HH:mm:ss.fff", "yyyy-MM-ddTHH:mm:ss.FFFFFFK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        call.At);

    private static long? Number(string? value) => value is null ? null : long.Parse(value, CultureInfo.InvariantCulture);

    private static TimeSpan Seconds(string value) => TimeSpan.FromTicks((long)(decimal.Parse(value, CultureInfo.InvariantCulture) * TimeSpan.TicksPerSecond));

    private static string Protocol(string value) => value switch { "HTTP/2.0" => "HTTP/2", "HTTP/3.0" => "HTTP/3", _ => value };
}
