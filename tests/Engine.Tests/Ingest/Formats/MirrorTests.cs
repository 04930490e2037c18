using System.Net;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class MirrorTests
{
    private static readonly Mirror s_format = new();

    private static string Log(
        string request = "\"url\":\"https://API.shop.example:8443/v1/orders/7?x=1\"", string response = ",\"response\":{\"status\":201,\"bytes\":512,\"headers\":{\"content-type\":\"application/json\"},\"body\":\"ok\"}",
        string more = "", string headers = "{\"Accept\":[\"a\",\"b\"],\"authorization\":\"Bearer opaque\"}", string body = "{\\\"a\\\":1}") =>
        $$"""
        {"time":"2026-11-23T20:28:01.342Z","duration_ms":12.5,"client":{"address":"203.0.113.7","port":51034,"ja3":"e7d705a3286e19ea42f587b344ee6865","ja4":"t13d_8daa_b186"},
        "request":{"method":"POST",{{request}},"protocol":"HTTP/2","headers":{{headers}},"body":"{{body}}","bytes":17}{{response}},
        "user":"alice","role":"admin","service":"orders","caller":"web","environment":"staging-eu","version":"1.4.2","id":"r-1","route":"/v1/orders/{id}",
        "trace":{"trace_id":"0af7651916cd43dd8448eb211c80319c","span_id":"b7ad6b7169203331","parent_span_id":"00f067aa0ba902b7"}{{more}}}
        """;

    [Fact]
    public void Everything_that_the_engine_can_use_is_read()
    {
        var call = s_format.Call(Log(more: ",\"blocked_by\":\"edge\",\"user_verified\":true"));

        Assert.Equal(DateTimeOffset.Parse("2026-11-23T20:28:01.342Z"), call.At);
        Assert.Equal((TimePrecision.Milliseconds, CallMoment.Start, TimeSpan.FromMilliseconds(12.5)), (call.AtPrecision, call.AtMarks, call.Duration));
        Assert.Equal((IPAddress.Parse("203.0.113.7"), 51034, "t13d_8daa_b186"), (call.PeerAddress, call.PeerPort, call.TlsFingerprint));
        Assert.Equal(("POST", "https", "api.shop.example", "/v1/orders/7", "x=1", "HTTP/2"), (call.Method, call.Scheme, call.Host, call.Path, call.Query, call.Protocol));
        Assert.Equal((201, 17L, 512L, "{\"a\":1}", "ok"), (call.Status, call.RequestBytes, call.ResponseBytes, call.RequestBody, call.ResponseBody));
        Assert.Equal([new HeaderField("accept", "a"), new HeaderField("accept", "b")], call.RequestHeaders);
        Assert.Equal(new HeaderField("content-type", "application/json"), Assert.Single(call.ResponseHeaders!));
        Assert.Equal(("alice", "opaque", true), (call.Authentication!.Subject, call.Authentication.Credential, call.Authentication.VerifiedByGateway));
        Assert.Equal(new HeaderField("role", "admin"), Assert.Single(call.Authentication.Claims!));
        Assert.Equal((new ServiceHop("web", "orders", null), "1.4.2", "staging-eu"), (call.Hop, call.ServiceVersion, call.Environment));
        Assert.Equal(("edge", "r-1", "/v1/orders/{id}", "mirror"), (call.BlockedBy, call.VendorRequestId, call.Route, call.SourceFormat));
        Assert.Equal(new TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "00f067aa0ba902b7"), call.Trace);
    }

    [Fact]
    public void A_request_alone_has_no_status()
    {
        var call = s_format.Call(Log(response: ""));

        Assert.Equal((null, null, null), (call.Status, call.ResponseBytes, call.ResponseBody));
        Assert.Null(call.Authentication!.VerifiedByGateway);
    }

    [Theory]
    [InlineData("\"scheme\":\"https\",\"host\":\"a.example\",\"path\":\"/p\",\"query\":\"q=1\"")]
    [InlineData("\"target\":\"/p?q=1\",\"host\":\"A.example:1\"")]
    [InlineData("\"url\":\"http://a.example/p?q=1\"")]
    public void A_target_can_be_given_in_three_ways(string request)
    {
        var call = s_format.Call(Log(request));

        Assert.Equal(("a.example", "/p", "q=1"), (call.Host, call.Path, call.Query));
    }

    [Fact]
    public void Headers_may_be_a_list_of_names_and_values()
    {
        var call = s_format.Call(Log(headers: "[{\"name\":\"User-Agent\",\"value\":\"sdk/2\"},{\"value\":\"k-1\",\"name\":\"x-api-key\"},{\"name\":\"accept\"},17,{\"name\":{},\"value\":\"x\"}]"));

        Assert.Equal(("sdk/2", AuthenticationScheme.ApiKey, "k-1"), (call.UserAgent, call.Authentication!.Scheme, call.Authentication.Credential));
        Assert.Null(call.RequestHeaders);
    }

    [Theory]
    [InlineData("eyJhIjoxfQ==", "{\"a\":1}")]
    [InlineData("eyJhIjoxfQ", "{\"a\":1")]
    [InlineData("no base64!", null)]
    public void Bodies_may_be_encoded(string body, string? decoded) => Assert.Equal(
        decoded, s_format.Call(Log(body: body).Replace("\"bytes\":17", "\"body_encoding\":\"base64\"", StringComparison.Ordinal)).RequestBody);

    [Theory]
    [InlineData("outbound", Direction.Outbound)]
    [InlineData("internal", Direction.Internal)]
    [InlineData("inbound", Direction.Inbound)]
    public void It_says_its_direction(string name, Direction direction) => Assert.Equal(direction, s_format.Call(Log(more: $",\"direction\":\"{name}\"")).Direction);

    [Theory]
    [InlineData(",\"user_verified\":false", false)]
    [InlineData(",\"user_verified\":\"maybe\"", null)]
    [InlineData(",\"consumer\":\"erp\"", true)]
    public void A_user_is_what_the_mirror_knows_of_it(string more, bool? verified) => Assert.Equal(verified, s_format.Call(Log(more: more)).Authentication!.VerifiedByGateway);

    [Theory]
    [InlineData("{\"time\":\"soon\"}", "time is not RFC 3339, a Unix time")]
    [InlineData("{\"time\":1,\"request\":{\"method\":\"GET\"}}", "path is missing")]
    [InlineData("{\"time\":1,\"request\":{\"url\":\"/\"}}", "method is missing")]
    [InlineData("{\"request\":{\"url\":\"/\",\"method\":\"GET\"}}", "time is missing")]
    [InlineData("{\"time\":1,\"direction\":\"up\",\"request\":{\"url\":\"/\",\"method\":\"GET\"}}", "direction is none of")]
    [InlineData("{\"time\":1,\"request\":{\"url\":\"/\",\"method\":\"GET\"},\"response\":{\"status\":99}}", "status is not a number")]
    [InlineData("{\"time\":1,\"client\":{\"address\":\"me\"},\"request\":{\"url\":\"/\",\"method\":\"GET\"}}", "address is not an IP address")]
    [InlineData("{\"time\":1,\"client\":{\"port\":70000},\"request\":{\"url\":\"/\",\"method\":\"GET\"}}", "port is over 65535")]
    public void What_is_wrong_is_named(string record, string named) => Assert.Contains(named, s_format.Refusal(record), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused() => s_format.RefusesEveryTruncationOf(Log());

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call() => s_format.ReadsTheTimeOf(Log());
}
