using System.Net;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class CloudflareLogpushTests
{
    private static readonly CloudflareLogpush s_format = new();

    private static string Log(string start = "\"2026-11-23T20:28:01.342Z\"", string end = "\"2026-11-23T20:28:01.357Z\"", string status = "200", string body = ",\"EdgeResponseBodyBytes\":512", string more = "") =>
        $$"""
        {"ClientASN":64500,"ClientCountry":"de","ClientIP":"203.0.113.7","ClientRequestBytes":1380,"ClientRequestHost":"API.shop.example","ClientRequestMethod":"GET","ClientRequestPath":"/v1/orders/7",
        "ClientRequestProtocol":"HTTP/2","ClientRequestReferer":"https://a.example/","ClientRequestScheme":"https","ClientRequestURI":"/v1/orders/7?x=1","ClientRequestUserAgent":"sdk/2","ClientSrcPort":51034,
        "EdgeEndTimestamp":{{end}}{{body}},"EdgeResponseBytes":900,"EdgeResponseStatus":{{status}},"EdgeStartTimestamp":{{start}},"JA3Hash":"e7d705a3286e19ea42f587b344ee6865","JA4":"t13d_8daa_b186","RayID":"8c1d"{{more}}}
        """;

    [Fact]
    public void A_record_gives_every_field()
    {
        var call = s_format.Call(Log(more: """
            ,"Cookies":{"theme":"x","session_id":"s3"},"RequestHeaders":{"authorization":"Bearer opaque","accept":"*/*"},"ResponseHeaders":{"content-type":"a/b"}
            """));

        Assert.Equal(DateTimeOffset.Parse("2026-11-23T20:28:01.342Z"), call.At);
        Assert.Equal((TimePrecision.Milliseconds, CallMoment.Start, TimeSpan.FromMilliseconds(15)), (call.AtPrecision, call.AtMarks, call.Duration));
        Assert.Equal((IPAddress.Parse("203.0.113.7"), 51034, "t13d_8daa_b186", "sdk/2"), (call.PeerAddress, call.PeerPort, call.TlsFingerprint, call.UserAgent));
        Assert.Equal(("GET", "https", "api.shop.example", "/v1/orders/7", "x=1", "HTTP/2"), (call.Method, call.Scheme, call.Host, call.Path, call.Query, call.Protocol));
        Assert.Equal((200, 1380L, 512L, "https://a.example/", "8c1d"), (call.Status, call.RequestBytes, call.ResponseBytes, call.Referer, call.VendorRequestId));
        Assert.Equal(("opaque", "s3"), (call.Authentication!.Credential, call.Authentication.Session));
        Assert.Equal((new HeaderField("accept", "*/*"), new HeaderField("content-type", "a/b")), (Assert.Single(call.RequestHeaders!), Assert.Single(call.ResponseHeaders!)));
    }

    [Theory]
    [InlineData("1795465681", "1795465682", TimePrecision.Seconds, null)]
    [InlineData("1795465681342", "1795465681357", TimePrecision.Milliseconds, 15.0)]
    [InlineData("1795465681342000000", "1795465681357000000", TimePrecision.Microseconds, 15.0)]
    [InlineData("\"2026-11-23T20:28:01Z\"", "\"2026-11-23T20:28:02Z\"", TimePrecision.Seconds, null)]
    public void Times_come_in_the_unit_of_the_job(string start, string end, TimePrecision precision, double? milliseconds)
    {
        var call = s_format.Call(Log(start, end));

        Assert.Equal((2026, precision, milliseconds), (call.At.Year, call.AtPrecision, call.Duration?.TotalMilliseconds));
    }

    [Fact]
    public void The_whole_response_stands_in_for_its_body() => Assert.Equal(900, s_format.Call(Log(body: "")).ResponseBytes);

    [Theory]
    [InlineData("block", "Engine: blocked addresses", "cloudflare")]
    [InlineData("managed_challenge", "engine", "cloudflare")]
    [InlineData("log", "engine", null)]
    [InlineData("block", "rate limit", null)]
    [InlineData("", "", null)]
    public void A_rule_of_ours_is_told_by_its_description(string action, string rule, string? blockedBy) =>
        Assert.Equal(blockedBy, s_format.Call(Log(more: $",\"SecurityAction\":\"{action}\",\"SecurityRuleDescription\":\"{rule}\"")).BlockedBy);

    [Fact]
    public void A_subrequest_of_a_worker_is_internal()
    {
        Assert.Equal(Direction.Internal, s_format.Call(Log(more: ",\"WorkerSubrequest\":true")).Direction);
        Assert.Equal(Direction.Inbound, s_format.Call(Log(more: ",\"WorkerSubrequest\":false")).Direction);
    }

    [Fact]
    public void An_answer_that_was_never_sent_has_no_status() => Assert.Null(s_format.Call(Log(status: "0")).Status);

    [Theory]
    [InlineData("{}", "time is missing")]
    [InlineData("{\"EdgeStartTimestamp\":\"soon\"}", "time is not")]
    [InlineData("{\"EdgeStartTimestamp\":1,\"ClientRequestURI\":\"/\"}", "method is missing")]
    [InlineData("{\"EdgeStartTimestamp\":1,\"ClientRequestMethod\":\"GET\"}", "path is missing")]
    [InlineData("{\"EdgeStartTimestamp\":1,\"ClientIP\":\"x\"}", "address is not an IP address")]
    [InlineData("{\"EdgeStartTimestamp\":1,\"EdgeResponseBodyBytes\":-1}", "negative")]
    public void What_is_wrong_is_named(string record, string named) => Assert.Contains(named, s_format.Refusal(record), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused() => s_format.RefusesEveryTruncationOf(Log());

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call() => s_format.ReadsTheTimeOf(Log());
}
