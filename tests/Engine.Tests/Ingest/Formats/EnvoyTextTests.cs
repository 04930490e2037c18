using System.Net;
using System.Text;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class EnvoyTextTests
{
    private static readonly EnvoyText s_format = new();

    private static string Line(
        string prefix = "", string time = "2026-11-23T20:28:01.250Z", string request = "POST /v1/orders/7?expand=items HTTP/2", string status = "204",
        string flags = "-", string received = "154", string sent = "12", string duration = "226", string forwarded = "198.51.100.9, 203.0.113.7",
        string agent = "curl/8.0", string id = "cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2", string authority = "API.shop.example:443", string after = "") =>
        $"{prefix}[{time}] \"{request}\" {status} {flags} {received} {sent} {duration} 100 \"{forwarded}\" \"{agent}\" \"{id}\" \"{authority}\" \"10.0.2.1:80\"{after}";

    private static string Istio(string agent = "curl/8.0", string peer = "203.0.113.7:52310", string cluster = "outbound|8080||orders.shop.svc.cluster.local") => Line(
        flags: "- via_upstream - \"-\"", agent: agent, after: $" {cluster} 10.42.0.77:51216 10.42.0.77:10443 {peer} sni.shop.example default");

    [Fact]
    public void A_line_gives_every_field()
    {
        var call = s_format.Call(Line());

        Assert.Equal(new DateTimeOffset(2026, 11, 23, 20, 28, 1, 250, TimeSpan.Zero), call.At);
        Assert.Equal((TimePrecision.Milliseconds, CallMoment.Start), (call.AtPrecision, call.AtMarks));
        Assert.Equal(TimeSpan.FromMilliseconds(226), call.Duration);
        Assert.Equal((IPAddress.Parse("203.0.113.7"), "198.51.100.9"), (call.PeerAddress, call.ForwardedFor));
        Assert.Equal(("POST", "/v1/orders/7", "expand=items", "HTTP/2"), (call.Method, call.Path, call.Query, call.Protocol));
        Assert.Equal((204, 154L, 12L), (call.Status, call.RequestBytes, call.ResponseBytes));
        Assert.Equal(("api.shop.example", "curl/8.0"), (call.Host, call.UserAgent));
        Assert.Equal("cc21d9b0-cf5c-432b-8c7e-98aeb7988cd2", call.VendorRequestId);
        Assert.Equal(("envoy-text", "staging"), (call.SourceFormat, call.Environment));
        Assert.Null(call.Hop);
    }

    [Fact]
    public void Istio_adds_the_service_and_the_address()
    {
        var call = s_format.Call(Istio());

        Assert.Equal((IPAddress.Parse("203.0.113.7"), 52310), (call.PeerAddress, call.PeerPort));
        Assert.Equal("198.51.100.9, 203.0.113.7", call.ForwardedFor);
        Assert.Equal("orders.shop.svc.cluster.local", call.Hop!.Callee);
        Assert.Equal((154L, 12L, TimeSpan.FromMilliseconds(226)), (call.RequestBytes, call.ResponseBytes, call.Duration));
        Assert.Null(s_format.Call(Istio(cluster: "inbound|8080||")).Hop);
        Assert.Null(s_format.Call(Istio(cluster: "-")).Hop);
    }

    [Fact]
    public void A_failure_of_the_upstream_is_passed_over() => Assert.Equal(503, s_format.Call(Line(
        status: "503", flags: "UF,URX upstream_reset_before_response_started{connection_failure} - \"TLS_error: a b\"",
        after: " c a b 203.0.113.7:1 - -")).Status);

    [Fact]
    public void What_Kubernetes_writes_before_the_line_is_passed_over() =>
        Assert.Equal(s_format.Call(Line()), s_format.Call(Line("2026-11-23T20:28:01.310000000+01:00 stdout F ")));

    [Fact]
    public void A_single_forwarded_address_is_the_caller_and_forwarded_nothing()
    {
        var call = s_format.Call(Line(forwarded: "[2001:db8::7]:443"));

        Assert.Equal((IPAddress.Parse("2001:db8::7"), 443, null), (call.PeerAddress, call.PeerPort, call.ForwardedFor));
    }

    [Theory]
    [InlineData("-")]
    [InlineData("unknown")]
    public void Without_a_forwarded_address_there_is_none(string forwarded) => Assert.Null(s_format.Call(Line(forwarded: forwarded)).PeerAddress);

    [Fact]
    public void Forwarded_addresses_can_be_mere_claims()
    {
        var call = new EnvoyText(new EnvoyText.Options { LastForwardedIsPeer = false }).Call(Line());

        Assert.Equal((null, "198.51.100.9, 203.0.113.7"), (call.PeerAddress, call.ForwardedFor));
    }

    [Fact]
    public void A_dash_means_absent()
    {
        var call = s_format.Call(Line(request: "- - -", status: "0", duration: "-", forwarded: "-", agent: "-", id: "-", authority: "-"));

        Assert.Equal(("-", "-", null, null), (call.Method, call.Path, call.Protocol, call.Status));
        Assert.Equal((null, null, null, null), (call.Duration, call.UserAgent, call.VendorRequestId, call.Host));
    }

    [Theory]
    [InlineData("x\" 200 - 0 0 0 0 \"-\" \"-\" \"-\" \"-\" \"-")]
    [InlineData("x\" \"y\" \"z")]
    [InlineData("] \"GET /harmless HTTP/1.1\" 200 - 0 0 0 0 \"1.2.3.4\" \"-\" \"-\" \"-\" \"10.0.0.1:80\" c a b 1.2.3.4:5")]
    public void Quotes_that_a_client_sent_move_nothing(string agent)
    {
        foreach (var call in new[] { s_format.Call(Line(agent: agent)), s_format.Call(Istio(agent)) })
        {
            Assert.Equal(("/v1/orders/7", 204, 154L, "api.shop.example"), (call.Path, call.Status, call.RequestBytes, call.Host));
            Assert.Equal(IPAddress.Parse("203.0.113.7"), call.PeerAddress);
            Assert.Contains("x", call.UserAgent + "x", StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "no [time]")]
    [InlineData("203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \"GET / HTTP/1.1\" 200 1 \"-\" \"-\"", "default format")]
    [InlineData("[2026-11-23T20:28:01.250Z] \"GET / HTTP/1.1\" 200 - 0 1 2 3 no", "X-Forwarded-For")]
    [InlineData("[2026-11-23T20:28:01.250Z] \"GET / HTTP/1.1\" 200 - 0 1 2 3 \"a\" \"b\" \"c\"", "upstream host")]
    [InlineData("[2026-11-23T20:28:01.250Z] \"GET / HTTP", "inside the request")]
    public void Other_lines_are_refused_with_what_they_lack(string line, string named) =>
        Assert.Contains(named, s_format.Refusal(line), StringComparison.Ordinal);

    [Theory]
    [InlineData("time", "2026-02-30T00:00:00.000Z", "time")]
    [InlineData("status", "20", "status")]
    [InlineData("sent", "-1", "sent bytes")]
    [InlineData("duration", "soon", "milliseconds")]
    [InlineData("duration", "9223372036854775807", "duration")]
    public void What_only_Envoy_writes_is_refused_by_name(string field, string value, string named) => Assert.Contains(named, s_format.Refusal(field switch
    {
        "time" => Line(time: value),
        "status" => Line(status: value),
        "sent" => Line(sent: value),
        _ => Line(duration: value),
    }), StringComparison.Ordinal);

    [Fact]
    public void An_address_of_Istio_that_is_none_is_refused() => Assert.Contains("not an IP address", s_format.Refusal(Istio(peer: "x")), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused()
    {
        var line = Line();
        for (var length = 0; length < line.Length; length++)
            s_format.Refusal(line[..length]);
    }

    [Fact]
    public void A_line_over_the_limit_is_refused_with_its_length() =>
        Assert.Contains("more than 1000", new EnvoyText(mostRecordBytes: 1000).Refusal(Line(agent: new string('a', 2000))), StringComparison.Ordinal);

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call()
    {
        Assert.True(s_format.TryReadTime(Encoding.UTF8.GetBytes(Line()), out var at));
        Assert.Equal(s_format.Call(Line()).At, at);
        Assert.False(s_format.TryReadTime("nothing"u8, out _));
    }
}
