using System.Net;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class EnvoyLogTests
{
    private static readonly EnvoyLog s_format = new();

    // Keys and order of Istio's default.
    private static string Istio(
        string start = "\"2026-11-23T20:28:01.342Z\"", string status = "200", string cluster = "outbound|8080|v1|orders.shop.svc.cluster.local",
        string path = "/v1/orders/7?x=1", string remote = "203.0.113.7:51034", string size = "512", string more = "") =>
        $$"""
        {"start_time":{{start}},"route_name":"default","method":"GET","path":"{{path}}","protocol":"HTTP/2","response_code":{{status}},"response_flags":"-",
        "response_code_details":"via_upstream","connection_termination_details":null,"bytes_received":17,"bytes_sent":{{size}},"duration":15,
        "upstream_service_time":"14","x_forwarded_for":"198.51.100.9,203.0.113.7","user_agent":"sdk/2","request_id":"8f1c","authority":"API.shop.example:443",
        "upstream_host":"10.0.1.9:8080","upstream_cluster":"{{cluster}}","upstream_local_address":"10.0.1.2:51200","downstream_local_address":"10.0.1.2:8443",
        "downstream_remote_address":"{{remote}}","requested_server_name":"sni.shop.example","upstream_transport_failure_reason":null{{more}}}
        """;

    [Fact]
    public void The_default_of_Istio_gives_every_field()
    {
        var call = s_format.Call(Istio());

        Assert.Equal(DateTimeOffset.Parse("2026-11-23T20:28:01.342Z"), call.At);
        Assert.Equal((TimePrecision.Milliseconds, CallMoment.Start, TimeSpan.FromMilliseconds(15)), (call.AtPrecision, call.AtMarks, call.Duration));
        Assert.Equal(("GET", "api.shop.example", "/v1/orders/7", "x=1", "HTTP/2"), (call.Method, call.Host, call.Path, call.Query, call.Protocol));
        Assert.Equal((200, 17L, 512L), (call.Status, call.RequestBytes, call.ResponseBytes));
        Assert.Equal((IPAddress.Parse("203.0.113.7"), 51034), (call.PeerAddress, call.PeerPort));
        Assert.Equal(("198.51.100.9,203.0.113.7", "sdk/2", "8f1c"), (call.ForwardedFor, call.UserAgent, call.VendorRequestId));
        Assert.Equal(new ServiceHop(null, "orders.shop.svc.cluster.local", null), call.Hop);
        Assert.Equal((Direction.Inbound, "envoy", "staging"), (call.Direction, call.SourceFormat, call.Environment));
        Assert.Null(call.Authentication);
    }

    [Fact]
    public void The_default_of_Envoy_Gateway_gives_every_field()
    {
        var call = s_format.Call("""
            {":authority":"www.example.com","bytes_received":0,"bytes_sent":1024,"downstream_remote_address":"[2001:db8::1]:54321","duration":20,"method":"POST",
            "protocol":"HTTP/1.1","requested_server_name":null,"response_code":201,"start_time":"2026-01-24T01:36:00.000Z","upstream_cluster":"httproute/app/one/rule/0",
            "user-agent":"curl/8","x-envoy-origin-path":"/api/create?a=b","x-forwarded-for":"2001:db8::2","x-request-id":"r-1"}
            """);

        Assert.Equal(("POST", "www.example.com", "/api/create", "a=b", 201), (call.Method, call.Host, call.Path, call.Query, call.Status));
        Assert.Equal((IPAddress.Parse("2001:db8::1"), "2001:db8::2", "curl/8", "r-1"), (call.PeerAddress, call.ForwardedFor, call.UserAgent, call.VendorRequestId));
        Assert.Equal("httproute/app/one/rule/0", call.Hop?.Callee);
    }

    [Fact]
    public void What_our_example_adds_is_read()
    {
        var call = s_format.Call(Istio(more: """
            ,"scheme":"https","user":"alice","role":"admin","ja4":"t13d1516h2_8daaf6152771_b186095e22b6","blocked_by":"ext_authz","referer":"https://a.example/",
            "route":"/v1/orders/{id}","traceparent":"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            """));

        Assert.Equal(("https", "t13d1516h2_8daaf6152771_b186095e22b6", "ext_authz", "/v1/orders/{id}"), (call.Scheme, call.TlsFingerprint, call.BlockedBy, call.Route));
        Assert.Equal(("alice", true), (call.Authentication?.Subject, call.Authentication?.VerifiedByGateway));
        Assert.Equal(new HeaderField("role", "admin"), Assert.Single(call.Authentication!.Claims!));
        Assert.Equal(new TraceContext("0af7651916cd43dd8448eb211c80319c", null, "b7ad6b7169203331"), call.Trace);
    }

    [Theory]
    [InlineData("403", true)]
    [InlineData("401", null)]
    public void A_verified_user_stays_one_when_refused_but_for_a_failed_log_in(string status, bool? verified) =>
        Assert.Equal(verified, s_format.Call(Istio(status: status, more: ",\"user\":\"alice\"")).Authentication?.VerifiedByGateway);

    [Fact]
    public void The_path_before_a_rewrite_wins_in_any_order()
    {
        var behind = s_format.Call(Istio(more: ",\"x-envoy-original-path\":\"/old?y=2\""));
        var before = s_format.Call(Istio().Replace("{\"start_time\"", "{\"x-envoy-original-path\":\"/old?y=2\",\"start_time\"", StringComparison.Ordinal));

        Assert.Equal(("/old", "y=2"), (behind.Path, behind.Query));
        Assert.Equal(("/old", "y=2"), (before.Path, before.Query));
    }

    [Theory]
    [InlineData("inbound|8080||", null, Direction.Inbound)]
    [InlineData("PassthroughCluster", "PassthroughCluster", Direction.Outbound)]
    [InlineData("service_a", "service_a", Direction.Inbound)]
    public void The_cluster_names_the_service(string cluster, string? callee, Direction direction)
    {
        var call = s_format.Call(Istio(cluster: cluster));

        Assert.Equal((callee, direction), (call.Hop?.Callee, call.Direction));
    }

    [Fact]
    public void An_answer_that_was_never_sent_has_no_status() => Assert.Null(s_format.Call(Istio(status: "0")).Status);

    [Fact]
    public void The_server_name_stands_in_for_a_missing_authority() =>
        Assert.Equal("sni.shop.example", s_format.Call(Istio().Replace("\"authority\":\"API.shop.example:443\",", "", StringComparison.Ordinal)).Host);

    [Theory]
    [InlineData("{\"start_time\":\"soon\"}", "time is not RFC 3339")]
    [InlineData("{\"start_time\":17}", "time is not RFC 3339")]
    [InlineData("{\"start_time\":\"2026-11-23T20:28:01Z\"}", "method is missing")]
    [InlineData("{\"start_time\":\"2026-11-23T20:28:01Z\",\"method\":\"GET\"}", "path is missing")]
    [InlineData("[2026-11-23T20:28:01.000Z] \"GET / HTTP/1.1\" 200 -", "not a JSON")]
    public void What_is_missing_is_named(string record, string named) => Assert.Contains(named, s_format.Refusal(record), StringComparison.Ordinal);

    [Theory]
    [InlineData("-1", "negative")]
    [InlineData("99999999999999999999", "not a whole number")]
    public void Impossible_sizes_are_refused_by_name(string size, string named) =>
        Assert.Contains(named, s_format.Refusal(Istio(size: size)), StringComparison.Ordinal);

    [Fact]
    public void Wrong_types_are_absent_or_refused()
    {
        Assert.Contains("address", s_format.Refusal(Istio(remote: "nobody")), StringComparison.Ordinal);
        Assert.Contains("status", s_format.Refusal(Istio(status: "{\"a\":1}")), StringComparison.Ordinal);
        Assert.Null(s_format.Call(Istio().Replace("\"sdk/2\"", "{\"a\":1}", StringComparison.Ordinal)).UserAgent);
    }

    [Fact]
    public void Every_truncation_is_refused() => s_format.RefusesEveryTruncationOf(Istio());

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call() => s_format.ReadsTheTimeOf(Istio());
}
