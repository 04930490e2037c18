using System.Net;
using System.Text;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class KongLogTests
{
    private static readonly KongLog s_format = new();

    private static string Log(
        string request = "", string headers = "\"host\":\"API.shop.example:8443\",\"user-agent\":\"sdk/2\"", string response = "\"status\":200,\"size\":827",
        string rest = "", string startedAt = "1795465681342", string uri = "/v1/orders/7?x=1") =>
        $$"""
        {"service":{"id":"s1","host":"orders.internal","name":"orders"},"route":{"id":"r1","paths":["/v1"]},
        "request":{"querystring":{"x":"1"},"size":138,"uri":"{{uri}}","url":"https://api.shop.example:8443/v1/orders/7?x=1","headers":{ {{headers}} },"method":"GET"{{request}}},
        "response":{"headers":{"content-type":"application/json","set-cookie":"sid=secret"},{{response}}},
        "latencies":{"request":515,"kong":58,"proxy":457},"client_ip":"203.0.113.7","started_at":{{startedAt}}{{rest}}}
        """;

    [Fact]
    public void An_object_gives_every_field()
    {
        var call = s_format.Call(Log(request: ",\"id\":\"req-1\"", rest: ",\"trace_id\":{\"w3c\":\"0af7651916cd43dd8448eb211c80319c\"}"));

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795465681342), call.At);
        Assert.Equal((TimePrecision.Milliseconds, CallMoment.Start, TimeSpan.FromMilliseconds(515)), (call.AtPrecision, call.AtMarks, call.Duration));
        Assert.Equal(("GET", "https", "api.shop.example", "/v1/orders/7", "x=1"), (call.Method, call.Scheme, call.Host, call.Path, call.Query));
        Assert.Equal((200, 138L, 827L), (call.Status, call.RequestBytes, call.ResponseBytes));
        Assert.Equal(IPAddress.Parse("203.0.113.7"), call.PeerAddress);
        Assert.Equal(("sdk/2", "orders", "req-1"), (call.UserAgent, call.Hop?.Callee, call.VendorRequestId));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", call.Trace?.TraceId);
        Assert.Equal(new HeaderField("content-type", "application/json"), Assert.Single(call.ResponseHeaders!));
        Assert.Null(call.Route);
        Assert.Null(call.Authentication);
        Assert.Equal(("kong", "staging"), (call.SourceFormat, call.Environment));
    }

    [Fact]
    public void A_service_without_name_is_called_by_its_host() =>
        Assert.Equal("orders.internal", s_format.Call(Log().Replace(",\"name\":\"orders\"", "", StringComparison.Ordinal)).Hop?.Callee);

    [Fact]
    public void An_array_gives_one_call_each_with_its_index()
    {
        var calls = s_format.All($"[{Log()},{Log()}]").Calls;

        Assert.Equal([0, 1], calls.Select(call => call.Position.Index));
        Assert.NotEqual(calls[0].Id, calls[1].Id);
    }

    [Fact]
    public void Several_objects_in_one_record_are_several_calls() => Assert.Equal(3, s_format.All($"{Log()}\n{Log()} {Log()}").Calls.Count);

    [Fact]
    public void A_bad_element_is_refused_alone()
    {
        var parsed = s_format.All($"[{Log()},{Log(response: "\"status\":20000")},17,{Log()}]");

        Assert.Equal([0, 3], parsed.Calls.Select(call => call.Position.Index));
        Assert.Equal([1, 2], parsed.Refused.Select(letter => letter.Position.Index));
        Assert.Contains("response.status", parsed.Refused[0].Reason, StringComparison.Ordinal);
        Assert.Equal("17", parsed.Refused[1].Sample);
    }

    [Fact]
    public void Calls_before_broken_JSON_stand()
    {
        var parsed = s_format.All($"[{Log()},{{\"request\":]}}");

        Assert.Single(parsed.Calls);
        Assert.Equal(1, Assert.Single(parsed.Refused).Position.Index);
    }

    [Fact]
    public void A_consumer_is_verified_by_the_gateway()
    {
        var evidence = s_format.Call(Log(rest: ",\"consumer\":{\"id\":\"c1\",\"custom_id\":\"x\",\"username\":\"erp\"},\"authenticated_entity\":{\"id\":\"k1\"}")).Authentication;

        Assert.Equal(("erp", true), (evidence?.Consumer, evidence?.VerifiedByGateway));
    }

    [Fact]
    public void An_authenticated_entity_stands_in_for_the_consumer() =>
        Assert.Equal("k1", s_format.Call(Log(rest: ",\"authenticated_entity\":{\"id\":\"k1\"}")).Authentication?.Consumer);

    [Fact]
    public void The_consumer_that_strangers_share_is_nobody() => Assert.Null(
        s_format.Call(Log(headers: "\"x-anonymous-consumer\":\"true\"", rest: ",\"consumer\":{\"username\":\"anonymous\"}")).Authentication);

    [Theory]
    [InlineData("\"authorization\":\"Bearer eyJh.eyJz.sig\"", AuthenticationScheme.Jwt, "eyJh.eyJz.sig")]
    [InlineData("\"authorization\":\"Bearer opaque\"", AuthenticationScheme.Bearer, "opaque")]
    [InlineData("\"authorization\":\"Basic YWxpY2U6cHc=\"", AuthenticationScheme.Basic, "YWxpY2U6cHc=")]
    [InlineData("\"apikey\":\"k-123\"", AuthenticationScheme.ApiKey, "k-123")]
    [InlineData("\"x-api-key\":[\"k-123\",\"k-456\"]", AuthenticationScheme.ApiKey, "k-123")]
    [InlineData("\"x-api-key\":\"k-123\",\"authorization\":\"Bearer opaque\"", AuthenticationScheme.Bearer, "opaque")]
    [InlineData("\"authorization\":\"REDACTED\"", AuthenticationScheme.Other, null)]
    [InlineData("\"authorization\":\"AWS4-HMAC-SHA256 Credential=a, Signature=b\"", AuthenticationScheme.Signature, null)]
    public void Credentials_are_evidence(string headers, AuthenticationScheme scheme, string? credential)
    {
        var call = s_format.Call(Log(headers: headers));

        Assert.Equal((scheme, credential, null), (call.Authentication!.Scheme, call.Authentication.Credential, call.Authentication.VerifiedByGateway));
    }

    [Fact]
    public void A_basic_credential_names_its_user() =>
        Assert.Equal("alice", s_format.Call(Log(headers: "\"authorization\":\"Basic YWxpY2U6cHc=\"")).Authentication?.Subject);

    [Fact]
    public void Of_cookies_only_the_session_is_kept()
    {
        var evidence = s_format.Call(Log(headers: "\"cookie\":\"_ga=1; connect.sid=s3cr3t; theme=dark\"")).Authentication;

        Assert.Equal((AuthenticationScheme.Cookie, "s3cr3t", null), (evidence?.Scheme, evidence?.Session, evidence?.Credential));
    }

    [Fact]
    public void Secrets_are_never_among_the_headers()
    {
        var call = s_format.Call(Log(headers: "\"Authorization\":\"Bearer t\",\"ApiKey\":\"k\",\"X-Api-Key\":\"k\",\"Cookie\":\"sid=1\",\"x-secret\":\"s\",\"accept\":\"*/*\",\"origin\":[\"https://a\",\"https://b\"]"));

        Assert.Equal(
            [new HeaderField("accept", "*/*"), new HeaderField("origin", "https://a"), new HeaderField("origin", "https://b")], call.RequestHeaders);
    }

    [Fact]
    public void Forwarded_for_is_kept_as_received() =>
        Assert.Equal("198.51.100.9, 10.0.0.1", s_format.Call(Log(headers: "\"x-forwarded-for\":\"198.51.100.9, 10.0.0.1\"")).ForwardedFor);

    [Fact]
    public void Half_a_surrogate_pair_does_not_hide_the_call() =>
        Assert.Equal("a\uFFFDb\n", s_format.Call(Log(headers: "\"user-agent\":\"a\\ud800b\\n\"")).UserAgent);

    [Fact]
    public void Invalid_UTF8_does_not_hide_the_call()
    {
        var bytes = Encoding.Latin1.GetBytes(Log(headers: "\"user-agent\":\"caf\u00e9\""));

        Assert.Equal("caf\uFFFD", Assert.Single(s_format.All(bytes).Calls).UserAgent);
    }

    [Theory]
    [InlineData("-1", "negative")]
    [InlineData("\"many\"", "not a whole number")]
    [InlineData("{}", "not a whole number")]
    [InlineData("1e400", "not a whole number")]
    public void Impossible_sizes_are_refused_by_name(string size, string named)
    {
        var reason = s_format.Refusal(Log(response: $"\"status\":200,\"size\":{size}"));

        Assert.Contains("response.size", reason, StringComparison.Ordinal);
        Assert.Contains(named, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("253402300800000")]
    [InlineData("\"soon\"")]
    [InlineData("{}")]
    public void A_time_outside_1970_to_9999_is_refused(string startedAt) =>
        Assert.Contains("started_at", s_format.Refusal(Log(startedAt: startedAt)), StringComparison.Ordinal);

    [Fact]
    public void The_year_9999_is_a_time() => Assert.Equal(9999, s_format.Call(Log(startedAt: "253402300799000")).At.Year);

    [Theory]
    [InlineData("{}", "time is missing")]
    [InlineData("{\"started_at\":1}", "method is missing")]
    [InlineData("{\"started_at\":1,\"request\":{\"method\":\"GET\"}}", "path is missing")]
    [InlineData("{\"started_at\":1,\"request\":17}", "method is missing")]
    [InlineData("{\"client_ip\":\"nobody\"}", "client_ip")]
    [InlineData("[]", "no call")]
    [InlineData("plain text", "not a JSON")]
    [InlineData("", "empty")]
    public void What_is_missing_is_named(string record, string named) =>
        Assert.Contains(named, s_format.Refusal(record), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused()
    {
        var log = Log();
        for (var length = 0; length < log.Length; length++)
            Assert.Single(s_format.All(log[..length]).Refused);
    }

    [Fact]
    public void Deep_nesting_is_refused() => Assert.Contains(
        "nested deeper", s_format.Refusal($"{{\"a\":{new string('[', 5000)}{new string(']', 5000)}}}"), StringComparison.Ordinal);

    [Fact]
    public void A_flood_of_empty_calls_is_bounded() =>
        Assert.InRange(s_format.All("[" + string.Concat(Enumerable.Repeat("{},", 200_000)) + "{}]").Refused.Count, 1, JsonCalls.MostCalls + 1);

    [Fact]
    public void A_record_over_the_limit_is_refused_with_its_length() => Assert.Contains(
        "2000 bytes", Assert.Single(new KongLog(mostRecordBytes: 1000).All(new string('{', 2000)).Refused).Reason, StringComparison.Ordinal);

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call()
    {
        Assert.True(s_format.TryReadTime(Encoding.UTF8.GetBytes($"[{Log()}]"), out var at));
        Assert.Equal(s_format.Call(Log()).At, at);
        Assert.False(s_format.TryReadTime("{\"request\":{\"started_at\":"u8, out _));
    }
}
