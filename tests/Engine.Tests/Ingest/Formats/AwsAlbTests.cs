using System.Net;
using System.Text;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class AwsAlbTests
{
    private static readonly AwsAlb s_format = new();

    private static string Line(
        string type = "https", string time = "2026-11-23T20:28:01.186641Z", string client = "203.0.113.7:2817", string target = "10.0.0.1:80",
        string times = "0.086 0.048 0.037", string status = "200", string received = "34", string sent = "366",
        string request = "GET https://api.shop.example:443/v1/orders/7?expand=items HTTP/1.1", string agent = "curl/8.0",
        string group = "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/orders/73e2d6bc24d8a067", string trace = "Root=1-58337262-36d228ad5d99923122bbe354",
        string name = "sni.shop.example", string after = Newest) =>
        $"{type} {time} app/edge/50dc6c495c0c9188 {client} {target} {times} {status} {status} {received} {sent} \"{request}\" \"{agent}\" "
        + $"ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 {group} \"{trace}\" \"{name}\"{after}";

    private const string Oldest = " \"arn:aws:acm:us-east-2:123456789012:certificate/1\" 0 2026-11-23T20:28:00.364000Z \"forward\" \"-\" \"-\"";

    private const string Newest = Oldest + " \"10.0.0.1:80\" \"200\" \"-\" \"-\" TID_1234abcd5678ef90 \"m.shop.example\" \"-\" \"TransformSuccess\"";

    [Fact]
    public void A_line_gives_every_field()
    {
        var call = s_format.Call(Line());

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 20, 28, 1, 186, 641, TimeSpan.Zero), call.At);
        Assert.Equal((TimePrecision.Microseconds, CallMoment.End), (call.AtPrecision, call.AtMarks));
        Assert.Equal(TimeSpan.FromMilliseconds(171), call.Duration);
        Assert.Equal((IPAddress.Parse("203.0.113.7"), 2817), (call.PeerAddress, call.PeerPort));
        Assert.Equal(("GET", "https", "api.shop.example", "/v1/orders/7", "expand=items"), (call.Method, call.Scheme, call.Host, call.Path, call.Query));
        Assert.Equal(("HTTP/1.1", "curl/8.0"), (call.Protocol, call.UserAgent));
        Assert.Equal((200, 34L, 366L), (call.Status, call.RequestBytes, call.ResponseBytes));
        Assert.Equal(new ServiceHop(null, "orders", null), call.Hop);
        Assert.Equal("Root=1-58337262-36d228ad5d99923122bbe354", call.VendorRequestId);
        Assert.Equal(("aws-alb", "staging"), (call.SourceFormat, call.Environment));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Oldest)]
    [InlineData(Newest + " a_field_of_the_future \"and another\"")]
    public void Lines_of_every_year_give_the_same_call(string after) =>
        Assert.Equal(s_format.Call(Line()), s_format.Call(Line(after: after)) with { });

    [Theory]
    [InlineData("http", "http")]
    [InlineData("ws", "http")]
    [InlineData("h2", "https")]
    [InlineData("grpcs", "https")]
    [InlineData("wss", "https")]
    [InlineData("quic", null)]
    public void The_type_tells_the_scheme_where_the_request_does_not(string type, string? scheme)
    {
        var call = s_format.Call(Line(type: type, request: "- http://10.0.0.1:80- -", status: "400"));

        Assert.Equal((scheme, "sni.shop.example"), (call.Scheme, call.Host));
    }

    [Theory]
    [InlineData("- http://10.0.0.1:80- -", "-", "-")]
    [InlineData("-", "-", "-")]
    [InlineData("GET http://10.0.0.1:80/%%32%65 HTTP/1.1", "GET", "/%%32%65")]
    [InlineData("GET http://10.0.0.1:80/a\\x22b\\\" HTTP/1.1", "GET", "/a\"b\"")]
    [InlineData("POST https://10.0.0.1:443 HTTP/2.0", "POST", "/")]
    public void Any_request_is_a_call(string request, string method, string path)
    {
        var call = s_format.Call(Line(request: request));

        Assert.Equal((method, path), (call.Method, call.Path));
    }

    [Fact]
    public void What_reached_no_target_has_no_duration()
    {
        var call = s_format.Call(Line(target: "-", times: "-1 -1 -1", status: "403", group: "-", trace: "-", name: "-", after: " \"-\" 0 2026-11-23T20:28:00.364000Z \"waf\" \"-\" \"-\""));

        Assert.Null(call.Duration);
        Assert.Null(call.Hop);
        Assert.Null(call.VendorRequestId);
        Assert.Null(call.BlockedBy);
        Assert.Equal(403, call.Status);
    }

    [Theory]
    [InlineData("0.000 0.001 -1")]
    [InlineData("-1 0.001 0.000")]
    public void Half_measured_is_not_measured(string times) => Assert.Null(s_format.Call(Line(times: times)).Duration);

    [Fact]
    public void A_client_that_got_no_answer_has_no_status() => Assert.Null(s_format.Call(Line(status: "-")).Status);

    [Theory]
    [InlineData("time", "2026-02-30T00:00:00.000000Z", "time")]
    [InlineData("time", "1969-12-31T23:59:59.000000Z", "time")]
    [InlineData("client", "somewhere", "not an IP address")]
    [InlineData("status", "99", "status")]
    [InlineData("times", "a b c", "processing times")]
    [InlineData("received", "-2", "received bytes are negative")]
    [InlineData("sent", "much", "sent bytes are not a number")]
    public void What_only_the_balancer_writes_is_refused_by_name(string field, string value, string named) => Assert.Contains(named, s_format.Refusal(field switch
    {
        "time" => Line(time: value),
        "client" => Line(client: value),
        "status" => Line(status: value),
        "times" => Line(times: value),
        "received" => Line(received: value),
        _ => Line(sent: value),
    }), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-23T20:28:01.186641Z my-classic-elb 203.0.113.7:2817 10.0.0.1:80 0.1 0.1 0.1 200 200 0 29 \"GET http://a:80/ HTTP/1.1\" \"curl\" - -")]
    [InlineData("203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"")]
    public void Other_lines_are_refused(string line) => s_format.Refusal(line);

    [Fact]
    public void Every_truncation_is_refused_or_an_older_form_of_the_line()
    {
        var line = Line();
        var whole = line.IndexOf(" ECDHE", StringComparison.Ordinal);
        for (var length = 0; length < line.Length; length++)
        {
            var parsed = s_format.All(line[..length]);
            if (length < whole - " \"curl/8.0\"".Length)
                Assert.Single(parsed.Refused);
            else if (length >= whole)
                Assert.Single(parsed.Calls);
            Assert.Equal(1, parsed.Calls.Count + parsed.Refused.Count);
        }
    }

    [Fact]
    public void A_user_agent_that_does_not_end_is_refused() =>
        Assert.Contains("user agent", s_format.Refusal(Line()[..(Line().IndexOf("curl", StringComparison.Ordinal) + 2)]), StringComparison.Ordinal);

    [Fact]
    public void A_line_over_the_limit_is_refused_with_its_length() =>
        Assert.Contains("more than 1000", new AwsAlb(mostRecordBytes: 1000).Refusal(Line(agent: new string('a', 2000))), StringComparison.Ordinal);

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call()
    {
        Assert.True(s_format.TryReadTime(Encoding.UTF8.GetBytes(Line()), out var at));
        Assert.Equal(s_format.Call(Line()).At, at);
        Assert.False(s_format.TryReadTime("http x"u8, out _));
    }
}
