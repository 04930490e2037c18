using System.Net;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Formats;

public class CaddyLogTests
{
    private static readonly CaddyLog s_format = new();

    private static string Log(string logger = "http.log.access.log0", string ts = "1795465681.7564995", string user = "alice", string address = "\"remote_ip\":\"10.0.0.3\",\"remote_port\":\"44790\",\"client_ip\":\"203.0.113.7\"", string status = "200") =>
        $$"""
        {"level":"info","ts":{{ts}},"logger":"{{logger}}","msg":"handled request","request":{ {{address}},"proto":"HTTP/2.0","method":"GET","host":"API.shop.example:8080","uri":"/v1/orders/7?x=1",
        "headers":{"X-Forwarded-For":["198.51.100.9"],"User-Agent":["sdk/2"],"Authorization":[],"Accept":["*/*"]},"tls":{"resumed":false,"proto":"h2","server_name":"sni.example"} },
        "bytes_read":17,"user_id":"{{user}}","duration":0.015,"size":512,"status":{{status}},"resp_headers":{"Server":["Caddy"],"Content-Type":["text/html"]},"traceID":"0af7651916cd43dd8448eb211c80319c"}
        """;

    [Fact]
    public void An_entry_gives_every_field()
    {
        var call = s_format.Call(Log());

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1795465681756), call.At.AddTicks(-(call.At.Ticks % TimeSpan.TicksPerMillisecond)));
        Assert.Equal((TimePrecision.Microseconds, CallMoment.End, TimeSpan.FromMilliseconds(15)), (call.AtPrecision, call.AtMarks, call.Duration));
        Assert.Equal((IPAddress.Parse("203.0.113.7"), "198.51.100.9", "sdk/2"), (call.PeerAddress, call.ForwardedFor, call.UserAgent));
        Assert.Equal(("GET", "api.shop.example", "/v1/orders/7", "x=1", "HTTP/2"), (call.Method, call.Host, call.Path, call.Query, call.Protocol));
        Assert.Equal((200, 17L, 512L, "0af7651916cd43dd8448eb211c80319c"), (call.Status, call.RequestBytes, call.ResponseBytes, call.Trace?.TraceId));
        Assert.Equal(("alice", true, null), (call.Authentication!.Subject, call.Authentication.VerifiedByGateway, call.Authentication.Credential));
        Assert.Equal(new HeaderField("content-type", "text/html"), Assert.Single(call.ResponseHeaders!));
    }

    [Theory]
    [InlineData("\"remote_addr\":\"203.0.113.7:44790\"")]
    [InlineData("\"remote_ip\":\"203.0.113.7\",\"remote_port\":\"1\"")]
    [InlineData("\"client_ip\":\"203.0.113.7\",\"remote_ip\":\"10.0.0.3\"")]
    public void Every_version_says_who_called(string address) => Assert.Equal(IPAddress.Parse("203.0.113.7"), s_format.Call(Log(address: address)).PeerAddress);

    [Fact]
    public void A_hidden_credential_is_one_that_was_shown() => Assert.Equal(AuthenticationScheme.Other, s_format.Call(Log(user: "")).Authentication!.Scheme);

    [Fact]
    public void A_refused_log_in_verifies_nobody() => Assert.Null(s_format.Call(Log(status: "401")).Authentication!.VerifiedByGateway);

    [Theory]
    [InlineData("http.log.error")]
    [InlineData("http.handlers.reverse_proxy")]
    public void Lines_of_other_loggers_are_skipped_and_counted(string logger)
    {
        var parsed = s_format.All(Log(logger));

        Assert.Equal((0, 0, 1L), (parsed.Calls.Count, parsed.Refused.Count, parsed.Skipped));
    }

    [Theory]
    [InlineData("\"2026-11-23T20:28:01.342Z\"")]
    [InlineData("1795465681342.25")]
    public void Times_of_other_encoders_are_read(string ts) => Assert.Equal(2026, s_format.Call(Log(ts: ts)).At.Year);

    [Fact]
    public void An_answer_that_was_never_sent_has_no_status() => Assert.Null(s_format.Call(Log(status: "0")).Status);

    [Theory]
    [InlineData("{\"request\":{}}", "time is missing")]
    [InlineData("{\"ts\":\"soon\"}", "time is not")]
    [InlineData("{\"ts\":1,\"request\":{\"uri\":\"/\"}}", "method is missing")]
    [InlineData("{\"ts\":1,\"request\":{\"method\":\"GET\"}}", "path is missing")]
    [InlineData("{\"ts\":1,\"duration\":\"1.5ms\"}", "duration is not a number")]
    [InlineData("{\"ts\":1,\"size\":{}}", "response_bytes is an object")]
    public void What_is_wrong_is_named(string record, string named) => Assert.Contains(named, s_format.Refusal(record), StringComparison.Ordinal);

    [Fact]
    public void Every_truncation_is_refused() => s_format.RefusesEveryTruncationOf(Log());

    [Fact]
    public void The_time_alone_equals_the_time_of_the_call() => s_format.ReadsTheTimeOf(Log());
}
