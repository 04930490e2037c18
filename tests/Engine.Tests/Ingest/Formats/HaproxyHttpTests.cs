using System.Net;
using System.Text;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class HaproxyHttpTests
{
    private static readonly HaproxyHttp s_format = new();

    private static readonly HaproxyHttp s_capturing = new(new HaproxyHttp.Options
    {
        CapturedRequestHeaders = ["Host", "User-Agent", "X-Forwarded-For", "Authorization"],
        CapturedResponseHeaders = ["Content-Type"],
    });

    private static string Line(
        string prefix = "", string client = "203.0.113.7:52310", string time = "23/Nov/2026:20:28:01.250", string frontend = "https-in~",
        string backend = "orders/one", string timers = "10/0/30/69/109", string status = "200", string bytes = "2750", string cookies = "- -",
        string state = "----", string captures = "", string request = "\"GET /v1/orders/7?expand=items HTTP/1.1\"") =>
        $"{prefix}{client} [{time}] {frontend} {backend} {timers} {status} {bytes} {cookies} {state} 1/1/1/1/0 0/0 {captures}{request}";

    [Fact]
    public void A_line_gives_every_field()
    {
        var call = s_format.Call(Line());

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 20, 28, 1, 250, TimeSpan.Zero), call.At);
        Assert.Equal((TimePrecision.Milliseconds, CallMoment.Start), (call.AtPrecision, call.AtMarks));
        Assert.Equal(TimeSpan.FromMilliseconds(109), call.Duration);
        Assert.Equal((IPAddress.Parse("203.0.113.7"), 52310), (call.PeerAddress, call.PeerPort));
        Assert.Equal(("GET", "/v1/orders/7", "expand=items", "HTTP/1.1"), (call.Method, call.Path, call.Query, call.Protocol));
        Assert.Equal((200, 2750L, "https"), (call.Status, call.ResponseBytes, call.Scheme));
        Assert.Equal(new ServiceHop(null, "orders", null), call.Hop);
        Assert.Equal(("haproxy", "staging"), (call.SourceFormat, call.Environment));
        Assert.Null(call.BlockedBy);
        Assert.Null(call.Authentication);
        Assert.Null(call.RequestBytes);
    }

    [Theory]
    [InlineData("Nov 23 20:28:01 edge haproxy[3946303]: ")]
    [InlineData("<134>Nov 23 20:28:01 haproxy[1]: ")]
    [InlineData("<134>1 2026-11-23T20:28:01.250+00:00 edge haproxy 3946303 - - ")]
    public void The_prefix_of_syslog_is_passed_over(string prefix) =>
        Assert.Equal(s_format.Call(Line()) with { Position = default }, s_format.Call(Line(prefix)) with { Position = default });

    [Fact]
    public void Its_time_is_the_local_time_of_the_server()
    {
        var format = new HaproxyHttp(new HaproxyHttp.Options { TimeZone = "Europe/Berlin" });

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 19, 28, 1, 250, TimeSpan.Zero), format.Call(Line()).At);
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero), format.Call(Line(time: "01/Jul/2026:12:00:00.000")).At);
        Assert.Equal(TimeSpan.Zero, format.Call(Line()).At.Offset);
    }

    [Theory]
    [InlineData("2001:db8::7:8080", "2001:db8::7", 8080)]
    [InlineData("::ffff:203.0.113.7:443", "203.0.113.7", 443)]
    public void The_port_of_an_IPv6_address_stands_behind_the_last_colon(string client, string address, int port)
    {
        var call = s_format.Call(Line(client: client));

        Assert.Equal((IPAddress.Parse(address), port), (call.PeerAddress, call.PeerPort));
    }

    [Fact]
    public void A_call_over_a_Unix_socket_has_no_address()
    {
        var call = s_format.Call(Line(client: "unix:1"));

        Assert.Null(call.PeerAddress);
        Assert.Null(call.PeerPort);
    }

    [Fact]
    public void Captured_headers_go_where_their_names_belong()
    {
        var call = s_capturing.Call(Line(captures: "{api.shop.example:443|curl #22x#22|198.51.100.9|Bearer abc} {application/json} "));

        Assert.Equal(("api.shop.example", "curl \"x\"", "198.51.100.9"), (call.Host, call.UserAgent, call.ForwardedFor));
        Assert.Equal((AuthenticationScheme.Bearer, "abc"), (call.Authentication!.Scheme, call.Authentication.Credential));
        Assert.Equal([new HeaderField("content-type", "application/json")], call.ResponseHeaders!);
    }

    [Fact]
    public void Empty_and_missing_captures_are_absent()
    {
        var call = s_capturing.Call(Line(captures: "{|curl} {} "));

        Assert.Equal((null, "curl", null), (call.Host, call.UserAgent, call.ResponseHeaders));
        Assert.Null(s_capturing.Call(Line()).UserAgent);
    }

    [Fact]
    public void A_single_block_belongs_to_the_side_that_captures()
    {
        var response = new HaproxyHttp(new HaproxyHttp.Options { CapturedResponseHeaders = ["Location"] });

        Assert.Equal("/login", Assert.Single(response.Call(Line(captures: "{/login} ")).ResponseHeaders!).Value);
        Assert.Null(s_format.Call(Line(captures: "{api.shop.example} ")).Host);
    }

    [Theory]
    [InlineData("PR--", "403", "haproxy")]
    [InlineData("PR--", "429", null)]
    [InlineData("PR--", "400", null)]
    [InlineData("----", "403", null)]
    [InlineData("PH--", "502", null)]
    public void Only_a_denial_with_our_status_is_ours(string state, string status, string? blockedBy) =>
        Assert.Equal(blockedBy, s_format.Call(Line(backend: "https-in/<NOSRV>", status: status, state: state)).BlockedBy);

    [Fact]
    public void The_status_of_our_denials_is_configured()
    {
        var other = new HaproxyHttp(new HaproxyHttp.Options { DenyStatus = 429 });

        Assert.Equal("haproxy", other.Call(Line(status: "429", state: "PR--")).BlockedBy);
        Assert.Null(other.Call(Line(status: "403", state: "PR--")).BlockedBy);
    }

    [Fact]
    public void The_HTTPS_log_names_the_host_of_the_handshake()
    {
        var call = s_format.Call(Line(captures: "{a} {} ") + " 0/0000000000000000/0/0/0 api.shop.example/TLSv1.3/TLS_AES_256_GCM_SHA384");

        Assert.Equal(("api.shop.example", "/v1/orders/7"), (call.Host, call.Path));
        Assert.Null(s_format.Call(Line() + " 0/0/0/0/0 -/TLSv1.3/TLS_AES_256_GCM_SHA384").Host);
    }

    [Fact]
    public void A_server_name_with_a_request_in_it_moves_nothing()
    {
        var call = s_format.Call(Line() + " 0/0/0/0/0 x\" \"GET /harmless HTTP/1.1/TLSv1.3/TLS_AES_256_GCM_SHA384");

        Assert.Equal("/v1/orders/7", call.Path);
    }

    [Fact]
    public void A_captured_cookie_with_spaces_and_quotes_moves_nothing()
    {
        var call = s_format.Call(Line(cookies: "sid=a \"b\" ---- 1/1/1/1/0 0/0 \"GET /harmless HTTP/1.1\" -"));

        Assert.Equal(("/v1/orders/7", 200), (call.Path, call.Status));
    }

    [Fact]
    public void A_captured_session_cookie_is_the_session() =>
        Assert.Equal("abc", s_format.Call(Line(cookies: "JSESSIONID=abc JSESSIONID=def")).Authentication!.Session);

    [Theory]
    [InlineData("\"<BADREQ>\"", "-", "-")]
    [InlineData("\"GET /a#20b#23#3f HTTP/1.1\"", "GET", "/a b#")]
    [InlineData("\"GET https://api.shop.example/a HTTP/2.0\"", "GET", "/a")]
    public void Requests_are_decoded(string request, string method, string path)
    {
        var call = s_format.Call(Line(request: request));

        Assert.Equal((method, path), (call.Method, call.Path));
    }

    [Fact]
    public void A_request_that_syslog_cut_off_is_a_call()
    {
        var call = s_format.Call(Line(request: "\"GET /v1/orders/7?expand=it"));

        Assert.Equal(("GET", "/v1/orders/7", "expand=it", null), (call.Method, call.Path, call.Query, call.Protocol));
    }

    [Fact]
    public void What_was_not_measured_or_answered_is_absent()
    {
        var call = s_format.Call(Line(frontend: "http-in", backend: "http-in/<NOSRV>", timers: "-1/-1/-1/-1/+10", status: "-1", bytes: "+0", state: "CR--"));

        Assert.Equal((TimeSpan.FromMilliseconds(10), null, 0L, null), (call.Duration, call.Status, call.ResponseBytes, call.Scheme));
        Assert.Equal("http-in", call.Hop!.Callee);
        Assert.Null(s_format.Call(Line(timers: "1/1/1/1/-1")).Duration);
    }

    [Theory]
    [InlineData("192.0.2.4:50033 [28/Feb/2026:02:43:10.123] fe/be: SSL handshake failure", "TR/Tw/Tc/Tr/Ta")]
    [InlineData("192.0.2.4:50033 [28/Feb/2026:02:43:10.123] fe be/srv 1/2/3 200 -- 1/1/1/1/0 0/0", "TR/Tw/Tc/Tr/Ta")]
    [InlineData("203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1", "no [dd/Mon/yyyy:hh:mm:ss.mmm]")]
    [InlineData("", "no [dd/Mon/yyyy:hh:mm:ss.mmm]")]
    [InlineData("192.0.2.4:1 [28/Feb/2026:02:43:10.123] fe be/srv 1/2/3/4/5 200 7", "no quoted request")]
    [InlineData("192.0.2.4:1 [28/Feb/2026:02:43:10.123] fe be/srv 1/2/3/4/5 200", "ends before the bytes")]
    public void Other_lines_are_refused_with_what_they_lack(string line, string named) =>
        Assert.Contains(named, s_format.Refusal(line), StringComparison.Ordinal);

    [Theory]
    [InlineData("time", "30/Feb/2026:02:43:10.123", "time")]
    [InlineData("time", "23/Nov/2026:20:28:01.2x0", "time")]
    [InlineData("time", "31/Dec/1969:23:59:59.000", "time")]
    [InlineData("client", "host:80", "not an IP address")]
    [InlineData("client", "203.0.113.7", "not an IP address")]
    [InlineData("client", "203.0.113.7:70000", "port")]
    [InlineData("status", "abc", "status")]
    [InlineData("status", "1000", "status")]
    [InlineData("bytes", "-5", "negative")]
    [InlineData("bytes", "x", "not a number")]
    [InlineData("timers", "1/2/3/4/x", "Ta")]
    [InlineData("timers", "1/2/3/4/99999999999999999999999", "Ta")]
    [InlineData("state", "--", "termination state")]
    public void What_only_HAProxy_writes_is_refused_by_name(string field, string value, string named) => Assert.Contains(named, s_format.Refusal(field switch
    {
        "time" => Line(time: value),
        "client" => Line(client: value),
        "status" => Line(status: value),
        "bytes" => Line(bytes: value),
        "timers" => Line(timers: value),
        _ => Line(state: value),
    }), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_a_call_or_refused()
    {
        var line = Line(captures: "{a|b} {c} ");
        var request = line.IndexOf('"', StringComparison.Ordinal);
        for (var length = 0; length < line.Length; length++)
        {
            var parsed = s_capturing.All(line[..length]);
            Assert.Equal(length > request ? 1 : 0, parsed.Calls.Count);
            Assert.Equal(1, parsed.Calls.Count + parsed.Refused.Count);
        }
    }

    [Fact]
    public void A_line_over_the_limit_is_refused_with_its_length() =>
        Assert.Contains("more than 1000", new HaproxyHttp(mostRecordBytes: 1000).Refusal(Line(request: $"\"GET /{new string('a', 2000)} HTTP/1.1\"")), StringComparison.Ordinal);

    [Fact]
    public void A_refused_line_is_shown_unless_it_holds_a_credential()
    {
        var line = Line(status: "abc", captures: "{a|b|c|k3y} ");

        Assert.Empty(Assert.Single(s_capturing.All(line).Refused).Sample);
        Assert.StartsWith("203.0.113.7:52310", Assert.Single(s_format.All(line).Refused).Sample, StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call()
    {
        Assert.True(s_format.TryReadTime(Encoding.UTF8.GetBytes(Line("Nov 23 20:28:01 edge haproxy[1]: ")), out var at));
        Assert.Equal(s_format.Call(Line()).At, at);
        Assert.False(s_format.TryReadTime("nothing"u8, out _));
    }

    [Fact]
    public void An_unknown_time_zone_is_a_problem_of_the_configuration()
    {
        var options = new HaproxyHttp.Options { TimeZone = "Europe/Berln" };

        Assert.Contains("Europe/Berln", Assert.Single(options.Validate(new(options))).ErrorMessage, StringComparison.Ordinal);
    }
}
