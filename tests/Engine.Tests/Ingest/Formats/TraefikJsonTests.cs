using System.Net;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class TraefikJsonTests
{
    private static readonly TraefikJson s_format = new();

    private static string Log(string status = "200", string user = "-", string duration = "15000000", string more = "", string time = "2026-11-23T20:28:01.587782192Z") =>
        $$"""
        {"ClientAddr":"203.0.113.7:39496","ClientHost":"203.0.113.7","ClientPort":"39496","ClientUsername":"{{user}}","DownstreamContentSize":512,"DownstreamStatus":{{status}},"Duration":{{duration}},
        "OriginContentSize":1,"OriginStatus":500,"RequestContentSize":17,"RequestHost":"API.shop.example","RequestMethod":"GET","RequestPath":"/v1/orders/7?x=1","RequestPort":"-","RequestProtocol":"HTTP/2.0",
        "RequestScheme":"https","RouterName":"r@docker","ServiceName":"orders@docker","ServiceURL":{"Scheme":"http","Path":""},"StartLocal":"2026-11-23T21:28:01.587782192+01:00","StartUTC":"{{time}}",
        "downstream_Content-Type":"text/plain","origin_Content-Type":"x","request_User-Agent":"sdk/2","request_X-Forwarded-For":"198.51.100.9","time":"2026-11-23T20:28:02Z"{{more}}}
        """;

    [Fact]
    public void An_entry_gives_every_field()
    {
        var call = s_format.Call(Log());

        Assert.Equal(DateTimeOffset.Parse("2026-11-23T20:28:01.587782Z"), call.At);
        Assert.Equal((TimePrecision.Microseconds, CallMoment.Start, TimeSpan.FromMilliseconds(15)), (call.AtPrecision, call.AtMarks, call.Duration));
        Assert.Equal((IPAddress.Parse("203.0.113.7"), 39496, "198.51.100.9", "sdk/2"), (call.PeerAddress, call.PeerPort, call.ForwardedFor, call.UserAgent));
        Assert.Equal(("GET", "https", "api.shop.example", "/v1/orders/7", "x=1", "HTTP/2"), (call.Method, call.Scheme, call.Host, call.Path, call.Query, call.Protocol));
        Assert.Equal((200, 17L, 512L, "orders@docker"), (call.Status, call.RequestBytes, call.ResponseBytes, call.Hop?.Callee));
        Assert.Equal(new HeaderField("content-type", "text/plain"), Assert.Single(call.ResponseHeaders!));
        Assert.Null(call.Authentication);
    }

    [Fact]
    public void A_user_is_a_claim_whatever_the_answer() => Assert.Equal(("bob", null), (
        s_format.Call(Log(user: "bob")).Authentication!.Subject, s_format.Call(Log(user: "bob")).Authentication!.VerifiedByGateway));

    [Fact]
    public void Kept_credentials_are_evidence_and_redacted_ones_are_not()
    {
        Assert.Equal("opaque", s_format.Call(Log(more: ",\"request_Authorization\":\"Bearer opaque\"")).Authentication!.Credential);
        Assert.Null(s_format.Call(Log(more: ",\"request_Authorization\":\"REDACTED\"")).Authentication!.Credential);
    }

    [Fact]
    public void A_response_header_marks_a_block_of_ours() => Assert.Equal("edge", s_format.Call(Log(more: ",\"downstream_X-Blocked-By\":\"edge\"")).BlockedBy);

    [Fact]
    public void Of_an_address_without_a_port_there_is_the_host()
    {
        var call = s_format.Call(Log().Replace("\"ClientAddr\":\"203.0.113.7:39496\",", "", StringComparison.Ordinal));

        Assert.Equal((IPAddress.Parse("203.0.113.7"), null), (call.PeerAddress, call.PeerPort));
    }

    [Theory]
    [InlineData("{}", "time is missing")]
    [InlineData("{\"StartUTC\":\"2026-11-23T20:28:01Z\",\"RequestPath\":\"/\"}", "method is missing")]
    [InlineData("{\"StartUTC\":\"2026-11-23T20:28:01Z\",\"RequestMethod\":\"GET\"}", "path is missing")]
    [InlineData("{\"level\":\"error\",\"msg\":\"no\",\"time\":\"2026-11-23T20:28:01Z\"}", "time is missing")]
    public void What_is_missing_is_named(string record, string named) => Assert.Contains(named, s_format.Refusal(record), StringComparison.Ordinal);

    [Fact]
    public void Impossible_values_are_refused_by_name()
    {
        Assert.Contains("status", s_format.Refusal(Log(status: "7")), StringComparison.Ordinal);
        Assert.Contains("duration", s_format.Refusal(Log(duration: "\"long\"")), StringComparison.Ordinal);
        Assert.Contains("time", s_format.Refusal(Log(time: "yesterday")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_truncation_is_refused() => s_format.RefusesEveryTruncationOf(Log());

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call() => s_format.ReadsTheTimeOf(Log());
}
