using System.Net;
using System.Text;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class CombinedTests
{
    private static readonly Combined s_format = new();

    private static string Line(
        string client = "203.0.113.7 - -", string time = "23/Nov/2026:20:28:01 +0100", string request = "GET /v1/orders/7?expand=items HTTP/1.1",
        string status = "200", string bytes = "512", string after = " \"https://shop.example/\" \"curl/8.0\"") =>
        $"{client} [{time}] \"{request}\" {status} {bytes}{after}";

    [Fact]
    public void A_combined_line_gives_every_field()
    {
        var call = s_format.Call(Line());

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 19, 28, 1, TimeSpan.Zero), call.At);
        Assert.Equal(TimeSpan.Zero, call.At.Offset);
        Assert.Equal(IPAddress.Parse("203.0.113.7"), call.PeerAddress);
        Assert.Equal(("GET", "/v1/orders/7", "expand=items", "HTTP/1.1"), (call.Method, call.Path, call.Query, call.Protocol));
        Assert.Equal((200, 512L), (call.Status, call.ResponseBytes));
        Assert.Equal(("https://shop.example/", "curl/8.0"), (call.Referer, call.UserAgent));
        Assert.Equal(("combined", "staging", CallMoment.End), (call.SourceFormat, call.Environment, call.AtMarks));
        Assert.Equal(EventId.At(Parsing.Position), call.Id);
        Assert.Null(call.Authentication);
        Assert.Null(call.Host);
    }

    [Fact]
    public void A_common_line_lacks_referer_and_user_agent()
    {
        var call = s_format.Call(Line(after: ""));

        Assert.Null(call.Referer);
        Assert.Null(call.UserAgent);
    }

    [Fact]
    public void A_dash_means_absent()
    {
        var call = s_format.Call(Line(bytes: "-", status: "-", after: " \"-\" \"-\""));

        Assert.Null(call.ResponseBytes);
        Assert.Null(call.Status);
        Assert.Null(call.Referer);
        Assert.Null(call.UserAgent);
    }

    [Fact]
    public void One_extra_pair_of_quotes_is_taken_off_and_counted()
    {
        var parsed = s_format.All($"\"{Line()}\"");

        Assert.Equal("curl/8.0", Assert.Single(parsed.Calls).UserAgent);
        Assert.Equal(1, parsed.Unwrapped);
        Assert.Equal(0, s_format.All(Line()).Unwrapped);
    }

    [Fact]
    public void A_virtual_host_before_the_address_becomes_the_host()
    {
        var call = s_format.Call(Line(client: "API.shop.example:443 203.0.113.7 - -"));

        Assert.Equal("api.shop.example", call.Host);
        Assert.Equal(IPAddress.Parse("203.0.113.7"), call.PeerAddress);
    }

    [Fact]
    public void A_forwarded_for_list_behind_the_user_agent_is_kept() =>
        Assert.Equal("198.51.100.9, 10.0.0.1", s_format.Call(Line(after: " \"-\" \"curl\" \"198.51.100.9, 10.0.0.1\"")).ForwardedFor);

    [Fact]
    public void A_compression_ratio_behind_the_user_agent_is_no_forwarded_for() =>
        Assert.Null(s_format.Call(Line(after: " \"-\" \"curl\" \"2.75\"")).ForwardedFor);

    [Theory]
    [InlineData("200", true)]
    [InlineData("404", true)]
    [InlineData("500", true)]
    [InlineData("401", null)]
    [InlineData("403", null)]
    [InlineData("-", null)]
    public void A_user_is_verified_unless_the_server_refused_or_did_not_answer(string status, bool? verified)
    {
        var evidence = s_format.Call(Line(client: "203.0.113.7 - alice", status: status)).Authentication;

        Assert.NotNull(evidence);
        Assert.Equal((AuthenticationScheme.Basic, "alice", verified), (evidence.Scheme, evidence.Subject, evidence.VerifiedByGateway));
        Assert.Null(evidence.Credential);
    }

    [Fact]
    public void A_user_is_only_a_claim_where_the_configuration_says_so() =>
        Assert.Null(new Combined(new Combined.Options { RemoteUserIsVerified = false })
            .Call(Line(client: "203.0.113.7 - alice")).Authentication!.VerifiedByGateway);

    [Fact]
    public void A_user_name_cannot_forge_another_time()
    {
        var call = s_format.Call(Line(client: "203.0.113.7 - x [01/Jan/2020:00:00:00 +0000] y"));

        Assert.Equal(2026, call.At.Year);
        Assert.Equal("x [01/Jan/2020:00:00:00 +0000] y", call.Authentication!.Subject);
    }

    [Fact]
    public void An_empty_user_as_Apache_writes_it_is_absent() =>
        Assert.Null(s_format.Call(Line(client: "203.0.113.7 - \"\"", status: "401")).Authentication);

    [Fact]
    public void Escapes_of_both_servers_are_undone()
    {
        var call = s_format.Call(Line(after: """ "a\x22b" "say \"hi\" \\ \xC3\xA9 \t" """.TrimEnd()));

        Assert.Equal("a\"b", call.Referer);
        Assert.Equal("say \"hi\" \\ é \t", call.UserAgent);
    }

    [Fact]
    public void An_escaped_quote_does_not_end_the_request() =>
        Assert.Equal("/a\"b", s_format.Call(Line(request: "GET /a\\\"b HTTP/1.1")).Path);

    [Theory]
    [InlineData("-", "-")]
    [InlineData("", "-")]
    [InlineData("\\x16\\x03\\x01\\x02", "\u0016\u0003\u0001\u0002")]
    [InlineData("SSH-2.0-Go", "SSH-2.0-Go")]
    public void A_request_that_is_no_HTTP_is_a_call_without_method(string request, string path)
    {
        var call = s_format.Call(Line(request: request, status: "400"));

        Assert.Equal(("-", path, 400), (call.Method, call.Path, call.Status));
        Assert.Null(call.Protocol);
    }

    [Fact]
    public void Spaces_in_the_target_belong_to_it() => Assert.Equal("/a b", s_format.Call(Line(request: "GET /a b HTTP/1.1")).Path);

    [Fact]
    public void A_request_without_protocol_is_HTTP_0_9()
    {
        var call = s_format.Call(Line(request: "GET /old"));

        Assert.Equal(("GET", "/old", null), (call.Method, call.Path, call.Protocol));
    }

    [Fact]
    public void A_target_in_absolute_form_is_the_same_endpoint()
    {
        var call = s_format.Call(Line(request: "GET HTTP://user@API.shop.example:80/v1/orders/7?x=1 HTTP/1.1"));

        Assert.Equal(("http", "api.shop.example", "/v1/orders/7", "x=1"), (call.Scheme, call.Host, call.Path, call.Query));
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1", "OPTIONS", "*")]
    [InlineData("CONNECT evil.example:443 HTTP/1.1", "CONNECT", "evil.example:443")]
    [InlineData("get / HTTP/1.1", "GET", "/")]
    [InlineData("Brew /pot HTTP/1.1", "Brew", "/pot")]
    public void Other_targets_and_methods_stay_as_sent(string request, string method, string path)
    {
        var call = s_format.Call(Line(request: request));

        Assert.Equal((method, path), (call.Method, call.Path));
    }

    [Theory]
    [InlineData("000")]
    [InlineData("009")]
    public void A_status_that_was_never_sent_is_absent(string status) => Assert.Null(s_format.Call(Line(status: status)).Status);

    [Theory]
    [InlineData("::1", "::1")]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("fe80::1%eth0", "fe80::1")]
    public void Addresses_are_read_in_one_form(string text, string address) =>
        Assert.Equal(IPAddress.Parse(address), s_format.Call(Line(client: text + " - -")).PeerAddress);

    [Fact]
    public void A_call_over_a_Unix_socket_has_no_address() => Assert.Null(s_format.Call(Line(client: "unix: - -")).PeerAddress);

    [Fact]
    public void Repeated_texts_are_one_instance() =>
        Assert.Same(s_format.Call(Line()).UserAgent, s_format.Call(Line(status: "404")).UserAgent);

    [Theory]
    [InlineData("99", "status")]
    [InlineData("1000", "status")]
    [InlineData("-200", "status")]
    [InlineData("abc", "status")]
    public void An_impossible_status_is_refused_by_name(string status, string named) =>
        Assert.Contains(named, s_format.Refusal(Line(status: status)), StringComparison.Ordinal);

    [Theory]
    [InlineData("-1", "negative")]
    [InlineData("99999999999999999999999", "not a number")]
    [InlineData("1.5", "not a number")]
    public void Impossible_byte_counts_are_refused(string bytes, string named) =>
        Assert.Contains(named, s_format.Refusal(Line(bytes: bytes)), StringComparison.Ordinal);

    [Theory]
    [InlineData("31/Dec/1969:23:59:59 +0000")]
    [InlineData("31/Dec/9999:23:59:59 -0100")]
    [InlineData("30/Feb/2026:00:00:00 +0000")]
    [InlineData("23/Nov/2026:24:00:00 +0000")]
    [InlineData("23/Foo/2026:20:28:01 +0000")]
    [InlineData("23/Nov/2026:20:28:01 +9900")]
    [InlineData("xx/Nov/2026:20:28:01 +0000")]
    public void A_time_outside_the_calendar_is_refused(string time) => Assert.Contains("time", s_format.Refusal(Line(time: time)), StringComparison.Ordinal);

    [Fact]
    public void The_year_9999_is_a_time() => Assert.Equal(9999, s_format.Call(Line(time: "31/Dec/9999:23:59:59 +0000")).At.Year);

    [Theory]
    [InlineData("host.example - -")]
    [InlineData("010.0.0.1 - -")]
    [InlineData("1.2.3 - -")]
    [InlineData("1.2.3.400 - -")]
    public void A_client_that_is_no_address_is_refused(string client) =>
        Assert.Contains("not an IP address", s_format.Refusal(Line(client: client)), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused_or_a_shorter_form_of_the_line()
    {
        var line = Line();
        var common = Line(after: "");
        for (var length = 0; length < line.Length; length++)
        {
            var parsed = s_format.All(line[..length]);
            // Only from the byte count on is the line a (shortened) common line.
            if (length < common.Length - 2)
                Assert.Single(parsed.Refused);
            Assert.Equal(1, parsed.Calls.Count + parsed.Refused.Count);
        }
    }

    [Fact]
    public void A_line_over_the_limit_is_refused_with_its_length()
    {
        var line = Line(request: $"GET /{new string('a', 2000)} HTTP/1.1");

        var reason = Assert.Single(new Combined(mostRecordBytes: 1000).All(line).Refused).Reason;

        Assert.Contains($"{line.Length} bytes", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_UTF8_is_replaced_and_the_call_kept()
    {
        var bytes = Encoding.Latin1.GetBytes(Line(request: "GET /caf\u00e9 HTTP/1.1"));

        Assert.Equal("/caf\uFFFD", Assert.Single(s_format.All(bytes).Calls).Path);
    }

    [Fact]
    public void Control_characters_in_a_path_survive() =>
        Assert.Equal("/a\u0001\rb", s_format.Call(Line(request: "GET /a\u0001\\rb HTTP/1.1")).Path);

    [Fact]
    public void A_refusal_says_where_it_stood_and_shows_its_beginning()
    {
        var letter = Assert.Single(s_format.All(new string('x', 2000)).Refused);

        Assert.Equal((Parsing.Position, "combined", 512, 2000L), (letter.Position, letter.Format, letter.Sample.Length, letter.Length));
    }

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call()
    {
        Assert.True(s_format.TryReadTime(Encoding.UTF8.GetBytes(Line()), out var at));
        Assert.Equal(s_format.Call(Line()).At, at);
        Assert.False(s_format.TryReadTime("[Sun Dec 04 04:47:44 2005] [error] x"u8, out _));
    }

    [Fact]
    public void A_call_costs_at_most_600_bytes()
    {
        var bytes = Encoding.UTF8.GetBytes(Line());
        var record = new RawRecord(bytes, Parsing.Position, default);
        var parsed = new ParsedRecords(2000);
        for (var i = 0; i < 1000; i++)
            s_format.Parse(record, parsed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            s_format.Parse(record, parsed);

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1000, 1, 600);
    }
}
