using System.Net;
using Engine.Ingest.Formats;
using Engine.Schemas;
using Engine.Tests.Architecture;

namespace Engine.Tests.Ingest.Formats;

public class NginxJsonTests
{
    private static readonly NginxJson s_format = new();

    private static readonly Dictionary<string, string> s_values = new()
    {
        ["msec"] = "1795465681.342",
        ["request_time"] = "0.015",
        ["remote_addr"] = "203.0.113.7",
        ["remote_port"] = "51034",
        ["http_x_forwarded_for"] = "198.51.100.9",
        ["request_method"] = "GET",
        ["scheme"] = "https",
        ["host"] = "API.shop.example",
        ["request_uri"] = "/v1/orders/7?x=1",
        ["server_protocol"] = "HTTP/2.0",
        ["status"] = "200",
        ["request_length"] = "138",
        ["body_bytes_sent"] = "512",
        ["http_user_agent"] = "sdk \\\"2\\\"",
        ["http_referer"] = "https://a.example/",
        ["remote_user"] = "",
        ["engine_user"] = "alice",
        ["ssl_client_s_dn"] = "",
        ["ssl_client_verify"] = "NONE",
        ["engine_service"] = "orders",
        ["request_id"] = "0af7651916cd43dd",
        ["engine_blocked"] = "",
        ["http_traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    // What stands between the quotes of the example's log_format.
    private static string Line(params (string Name, string Value)[] changed)
    {
        var values = s_values.ToDictionary();
        foreach (var (name, value) in changed)
            values[name] = value;
        var text = File.ReadAllText(SourceTree.PathOf("deploy/examples/nginx/log-format.conf"));
        text = text[text.IndexOf("log_format engine", StringComparison.Ordinal)..];
        return Example.Fill(string.Concat(text.Split('\'').Where((_, place) => place % 2 == 1)), "$", values);
    }

    [Fact]
    public void The_example_gives_every_field()
    {
        var call = s_format.Call(Line());

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795465681342), call.At);
        Assert.Equal((TimePrecision.Milliseconds, CallMoment.End, TimeSpan.FromMilliseconds(15)), (call.AtPrecision, call.AtMarks, call.Duration));
        Assert.Equal((IPAddress.Parse("203.0.113.7"), 51034, "198.51.100.9"), (call.PeerAddress, call.PeerPort, call.ForwardedFor));
        Assert.Equal(("GET", "https", "api.shop.example", "/v1/orders/7", "x=1", "HTTP/2"), (call.Method, call.Scheme, call.Host, call.Path, call.Query, call.Protocol));
        Assert.Equal((200, 138L, 512L, "sdk \"2\"", "https://a.example/"), (call.Status, call.RequestBytes, call.ResponseBytes, call.UserAgent, call.Referer));
        Assert.Equal(("alice", true), (call.Authentication!.Subject, call.Authentication.VerifiedByGateway));
        Assert.Equal(("orders", "0af7651916cd43dd", null, "b7ad6b7169203331"), (call.Hop?.Callee, call.VendorRequestId, call.BlockedBy, call.Trace?.ParentSpanId));
    }

    [Fact]
    public void A_block_of_ours_is_marked() => Assert.Equal("edge", s_format.Call(Line(("engine_blocked", "edge"))).BlockedBy);

    [Fact]
    public void A_user_of_a_basic_header_is_a_claim() =>
        Assert.Null(s_format.Call(Line(("engine_user", ""), ("remote_user", "bob"))).Authentication!.VerifiedByGateway);

    [Theory]
    [InlineData("SUCCESS", true)]
    [InlineData("FAILED:expired", null)]
    public void A_certificate_counts_as_checked_where_nginx_says_so(string check, bool? verified)
    {
        var evidence = s_format.Call(Line(("engine_user", ""), ("ssl_client_s_dn", "CN=erp"), ("ssl_client_verify", check))).Authentication!;

        Assert.Equal((AuthenticationScheme.ClientCertificate, "CN=erp", verified), (evidence.Scheme, evidence.Subject, evidence.VerifiedByGateway));
    }

    [Theory]
    [InlineData("status", "000", "")]
    [InlineData("status", "abc", "status")]
    [InlineData("remote_addr", "nobody", "address")]
    [InlineData("msec", "soon", "time")]
    [InlineData("request_length", "-5", "negative")]
    [InlineData("request_time", "-1", "duration is negative")]
    public void Impossible_values_are_refused_by_name(string variable, string value, string named)
    {
        if (named.Length == 0)
            Assert.Null(s_format.Call(Line((variable, value))).Status);
        else
            Assert.Contains(named, s_format.Refusal(Line((variable, value))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "time is missing")]
    [InlineData("{\"time\":\"1\",\"uri\":\"/\"}", "method is missing")]
    [InlineData("{\"time\":\"1\",\"method\":\"GET\"}", "path is missing")]
    public void What_is_missing_is_named(string record, string named) => Assert.Contains(named, s_format.Refusal(record), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused() => s_format.RefusesEveryTruncationOf(Line());

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call() => s_format.ReadsTheTimeOf(Line());
}
