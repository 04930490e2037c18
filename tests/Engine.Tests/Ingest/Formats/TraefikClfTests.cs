using System.Net;
using System.Text;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class TraefikClfTests
{
    private static readonly TraefikClf s_format = new();

    private static string Line(
        string client = "203.0.113.7 - -", string time = "23/Nov/2026:20:28:01 +0000", string request = "GET /v1/orders/7?expand=items HTTP/2.0",
        string status = "200", string bytes = "512", string referer = "https://shop.example/", string agent = "curl/8.0", string count = "500",
        string router = "orders@docker", string duration = "42ms") =>
        $"{client} [{time}] \"{request}\" {status} {bytes} \"{referer}\" \"{agent}\" {count} \"{router}\" \"http://172.17.0.3:80\" {duration}";

    [Fact]
    public void A_line_gives_every_field()
    {
        var call = s_format.Call(Line());

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 20, 28, 1, TimeSpan.Zero), call.At);
        Assert.Equal((CallMoment.Start, TimeSpan.FromMilliseconds(42)), (call.AtMarks, call.Duration));
        Assert.Equal(IPAddress.Parse("203.0.113.7"), call.PeerAddress);
        Assert.Equal(("GET", "/v1/orders/7", "expand=items", "HTTP/2"), (call.Method, call.Path, call.Query, call.Protocol));
        Assert.Equal((200, 512L), (call.Status, call.ResponseBytes));
        Assert.Equal(("https://shop.example/", "curl/8.0"), (call.Referer, call.UserAgent));
        Assert.Equal(new ServiceHop(null, "orders@docker", null), call.Hop);
        Assert.Equal(("traefik-clf", "staging"), (call.SourceFormat, call.Environment));
        Assert.Null(call.Authentication);
    }

    [Fact]
    public void The_last_router_of_a_chain_is_the_one_that_answered() =>
        Assert.Equal("leaf@docker", s_format.Call(Line(router: "root@docker -> middle@docker -> leaf@docker")).Hop!.Callee);

    [Fact]
    public void A_dash_means_absent()
    {
        var call = s_format.Call(Line(status: "-", bytes: "-", referer: "-", agent: "-", router: "-"));

        Assert.Equal((null, null, null, null, null), (call.Status, call.ResponseBytes, call.Referer, call.UserAgent, call.Hop));
    }

    [Fact]
    public void A_user_is_a_claim_whatever_the_answer()
    {
        var evidence = s_format.Call(Line(client: "203.0.113.7 - alice@shop.example")).Authentication!;

        Assert.Equal((AuthenticationScheme.Basic, "alice@shop.example", null), (evidence.Scheme, evidence.Subject, evidence.VerifiedByGateway));
    }

    [Fact]
    public void Quotes_that_a_client_sent_stay_in_referer_and_user_agent()
    {
        var call = s_format.Call(Line(agent: "say \"hi\" \"-\" 500 \"x\""));

        Assert.Equal(("/v1/orders/7", 200, "orders@docker"), (call.Path, call.Status, call.Hop!.Callee));
        Assert.Equal("say \"hi\" \"-\" 500 \"x\"", call.UserAgent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_request_inside_a_field_hides_none(bool isInUser)
    {
        const string forged = "x [01/Jan/2026:00:00:00 +0000] \"GET /harmless HTTP/1.1\" 200 1 \"-\" \"-\" 1 \"a\" \"b\" 0ms";
        var line = isInUser ? Line(client: "203.0.113.7 - " + forged) : Line(agent: forged);

        var parsed = s_format.All(line);

        Assert.Empty(parsed.Refused);
        Assert.Equal(["/harmless", "/v1/orders/7"], parsed.Calls.Select(call => call.Path).Order());
        Assert.All(parsed.Calls, call => Assert.Equal((IPAddress.Parse("203.0.113.7"), null, "orders@docker"), (call.PeerAddress, call.Authentication, call.Hop!.Callee)));
        Assert.Equal(2, parsed.Calls.Select(call => call.Id).Distinct().Count());
    }

    [Fact]
    public void A_flood_of_forged_requests_is_bounded()
    {
        var forged = string.Concat(Enumerable.Repeat(" [01/Jan/2026:00:00:00 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"", 1000));

        var parsed = s_format.All(Line(agent: forged));

        Assert.Equal(8, parsed.Calls.Count);
        Assert.Contains("more than 8 requests", Assert.Single(parsed.Refused).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"", "duration in ms")]
    [InlineData("203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 0ms", "router and URL")]
    [InlineData("500 \"a\" \"b\" 0ms", "quoted request")]
    [InlineData("203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 500 \"a\" \"b\" 0ms", "referer and user agent")]
    [InlineData("", "duration in ms")]
    public void Other_lines_are_refused_with_what_they_lack(string line, string named) =>
        Assert.Contains(named, s_format.Refusal(line), StringComparison.Ordinal);

    [Theory]
    [InlineData("client", "somewhere - -", "not an IP address")]
    [InlineData("time", "30/Feb/2026:00:00:00 +0000", "time")]
    [InlineData("status", "99", "status")]
    [InlineData("bytes", "-5", "negative")]
    [InlineData("duration", "xms", "duration")]
    [InlineData("duration", "-1ms", "duration")]
    public void What_only_Traefik_writes_is_refused_by_name(string field, string value, string named) => Assert.Contains(named, s_format.Refusal(field switch
    {
        "client" => Line(client: value),
        "time" => Line(time: value),
        "status" => Line(status: value),
        "bytes" => Line(bytes: value),
        _ => Line(duration: value),
    }), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused()
    {
        var line = Line();
        for (var length = 0; length < line.Length; length++)
            s_format.Refusal(line[..length]);
    }

    [Fact]
    public void A_line_over_the_limit_is_refused_with_its_length() =>
        Assert.Contains("more than 1000", new TraefikClf(mostRecordBytes: 1000).Refusal(Line(agent: new string('a', 2000))), StringComparison.Ordinal);

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call()
    {
        Assert.True(s_format.TryReadTime(Encoding.UTF8.GetBytes(Line()), out var at));
        Assert.Equal(s_format.Call(Line()).At, at);
        Assert.False(s_format.TryReadTime("nothing"u8, out _));
    }
}
