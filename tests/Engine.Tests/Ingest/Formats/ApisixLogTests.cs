using System.Net;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class ApisixLogTests
{
    private static readonly ApisixLog s_format = new();

    private static string Log(string headers = "", string request = "", string response = "\"status\":200,\"size\":475", string start = "1795465681342", string rest = "") =>
        $$"""
        {"latency":411.00001335144,"request":{"querystring":{"x":"1"},"headers":{"host":"API.shop.example:9443","user-agent":"sdk/2"{{headers}}},"method":"GET","size":83,
        "uri":"/v1/orders/7?x=1","url":"https://api.shop.example:9443/v1/orders/7?x=1"{{request}}},"response":{"headers":{"content-type":"application/json"},{{response}}},
        "route_id":"r1","client_ip":"203.0.113.7","server":{"hostname":"gw","version":"3.16.0"},"service_id":"orders","upstream_latency":393,"start_time":{{start}},"upstream":"10.0.0.9:80"{{rest}}}
        """;

    [Fact]
    public void An_entry_gives_every_field()
    {
        var call = s_format.Call(Log(request: ",\"body\":\"{\\\"a\\\":1}\"", response: "\"status\":200,\"size\":475,\"body\":\"ok\""));

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795465681342), call.At);
        Assert.Equal((TimePrecision.Milliseconds, CallMoment.Start), (call.AtPrecision, call.AtMarks));
        Assert.Equal(411, (int)call.Duration!.Value.TotalMilliseconds);
        Assert.Equal(("GET", "https", "api.shop.example", "/v1/orders/7", "x=1"), (call.Method, call.Scheme, call.Host, call.Path, call.Query));
        Assert.Equal((200, 83L, 475L), (call.Status, call.RequestBytes, call.ResponseBytes));
        Assert.Equal((IPAddress.Parse("203.0.113.7"), "sdk/2", "orders"), (call.PeerAddress, call.UserAgent, call.Hop?.Callee));
        Assert.Equal(("{\"a\":1}", "ok"), (call.RequestBody, call.ResponseBody));
        Assert.Equal(new HeaderField("content-type", "application/json"), Assert.Single(call.ResponseHeaders!));
        Assert.Null(call.Route);
        Assert.Null(call.Authentication);
        Assert.Equal("apisix", call.SourceFormat);
    }

    [Fact]
    public void A_batch_gives_one_call_each() => Assert.Equal([0, 1], s_format.All($"[{Log()},{Log()}]").Calls.Select(call => call.Position.Index));

    [Fact]
    public void A_consumer_is_verified_by_the_gateway()
    {
        var evidence = s_format.Call(Log(rest: ",\"consumer\":{\"username\":\"erp\"}")).Authentication;

        Assert.Equal(("erp", true), (evidence?.Consumer, evidence?.VerifiedByGateway));
    }

    [Fact]
    public void Credentials_and_traces_come_from_the_headers()
    {
        var call = s_format.Call(Log(headers: ",\"authorization\":\"Bearer eyJh.eyJz.sig\",\"cookie\":\"a=1; sid=s3\",\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\""));

        Assert.Equal((AuthenticationScheme.Jwt, "eyJh.eyJz.sig", "s3"), (call.Authentication!.Scheme, call.Authentication.Credential, call.Authentication.Session));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", call.Trace?.TraceId);
        Assert.Null(call.RequestHeaders);
    }

    [Fact]
    public void An_answer_of_ours_is_marked_by_a_response_header_or_a_field()
    {
        Assert.Equal("engine", s_format.Call(Log(response: "\"status\":403,\"size\":1").Replace("\"content-type\":\"application/json\"", "\"x-blocked-by\":\"engine\"", StringComparison.Ordinal)).BlockedBy);
        Assert.Equal("engine", s_format.Call(Log(rest: ",\"blocked_by\":\"engine\"")).BlockedBy);
    }

    [Fact]
    public void A_request_header_marks_nothing() => Assert.Null(s_format.Call(Log(headers: ",\"x-blocked-by\":\"engine\"")).BlockedBy);

    [Theory]
    [InlineData("{\"client_ip\":\"127.0.0.1\",\"route_id\":\"r\",\"@timestamp\":\"2026-01-01T00:00:00Z\"}", "time is missing")]
    [InlineData("{\"start_time\":1,\"request\":{\"uri\":\"/\"}}", "method is missing")]
    [InlineData("{\"start_time\":1,\"request\":{\"method\":\"GET\"}}", "path is missing")]
    [InlineData("{\"start_time\":\"soon\"}", "time is not a Unix time")]
    [InlineData("{\"start_time\":[]}", "time is missing")]
    public void What_is_missing_is_named(string record, string named) => Assert.Contains(named, s_format.Refusal(record), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"status\":200,\"size\":-1", "negative")]
    [InlineData("\"status\":20000", "status is not a number from 100 to 999")]
    [InlineData("\"status\":{}", "status is an object")]
    public void Impossible_values_are_refused_by_name(string response, string named) =>
        Assert.Contains(named, s_format.Refusal(Log(response: response)), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused() => s_format.RefusesEveryTruncationOf(Log());

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call() => s_format.ReadsTheTimeOf(Log());
}
