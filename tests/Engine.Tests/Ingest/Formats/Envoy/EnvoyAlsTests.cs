using System.Net;
using Engine.Ingest.Formats;
using Engine.Ingest.Formats.Envoy;
using Engine.Schemas;
using static Engine.Tests.Ingest.Formats.Envoy.EnvoyMessage;

namespace Engine.Tests.Ingest.Formats.Envoy;

public sealed class EnvoyAlsTests
{
    private static readonly EnvoyAls s_format = new();

    private static readonly byte[] s_whole = Logs(Entry(
        Message(
            1, Address(2, "203.0.113.7", 41_234), Message(4, String(3, "shop.example"), String(7, "e7d705a3286e19ea42f587b344ee6865")),
            Message(5, Number(1, Start), Number(2, 342_000_000)), Message(12, Number(2, 5_000_000)), String(15, "outbound|8080||orders.shop.svc.cluster.local"),
            Address(20, "10.0.0.1", 5), Pair(22, "user", "alice"), Pair(22, "role", "clerk"), Pair(22, "blocked_by", "edge"), Message(23, Number(1, 1), Number(2, 500_000))),
        Number(2, 3),
        Message(
            3, Number(1, 3), String(2, "https"), String(3, "Shop.example:443"), String(5, "/orders?x=1"), String(6, "curl/8"), String(7, "https://a.example/"),
            String(8, "198.51.100.9"), String(9, "7f3a"), String(10, "/v1/orders?x=1"), Number(11, 100), Number(12, 17), Pair(13, "content-type", "application/json"),
            Pair(13, "authorization", "Basic YTpi"), Pair(13, "x-unknown", "y")),
        Message(4, Message(1, Number(1, 403)), Number(2, 50), Number(3, 512), Pair(4, "location", "/"), String(6, "denied"))));

    [Fact]
    public void Every_field_has_its_place()
    {
        var call = Assert.Single(s_format.All(s_whole).Calls);
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds((long)Start).AddMilliseconds(342), call.At);
        Assert.Equal((TimePrecision.Microseconds, CallMoment.Start), (call.AtPrecision, call.AtMarks));
        Assert.Equal(TimeSpan.FromMilliseconds(1000.5), call.Duration);
        Assert.Equal((IPAddress.Parse("203.0.113.7"), 41_234), (call.PeerAddress, call.PeerPort));
        Assert.Equal(("198.51.100.9", "e7d705a3286e19ea42f587b344ee6865"), (call.ForwardedFor, call.TlsFingerprint));
        Assert.Equal(("POST", "https", "shop.example", "HTTP/2"), (call.Method, call.Scheme, call.Host, call.Protocol));
        Assert.Equal(("/v1/orders", "x=1"), (call.Path, call.Query));
        Assert.Equal(("curl/8", "https://a.example/", "7f3a"), (call.UserAgent, call.Referer, call.VendorRequestId));
        Assert.Equal((17, 512, 403), (call.RequestBytes, call.ResponseBytes, call.Status));
        Assert.Equal("orders.shop.svc.cluster.local", call.Hop!.Callee);
        Assert.Equal(("alice", true), (call.Authentication!.Subject, call.Authentication.VerifiedByGateway));
        Assert.Equal(("edge", "envoy-als", "staging"), (call.BlockedBy, call.SourceFormat, call.Environment));
        Assert.Equal(["content-type"], call.RequestHeaders!.Select(header => header.Name));
        Assert.Equal(["location"], call.ResponseHeaders!.Select(header => header.Name));
    }

    [Fact]
    public void Calls_are_numbered_as_they_stand_and_a_bad_one_is_refused_alone()
    {
        var parsed = s_format.All(Logs(Call("/1"), Entry(Message(3, Number(1, 1), String(5, "/2"))), Call("/3")));
        Assert.Equal(["/1", "/3"], parsed.Calls.Select(call => call.Path));
        Assert.Equal([0, 2], parsed.Calls.Select(call => call.Position.Index));
        var refused = Assert.Single(parsed.Refused);
        Assert.Equal(("the time is missing", 1, ""), (refused.Reason, refused.Position.Index, refused.Sample));
    }

    [Fact]
    public void What_still_goes_on_and_what_is_no_http_is_skipped()
    {
        var parsed = s_format.All([.. Logs(Entry(Message(1, Number(26, 1)))), .. Message(3, Entry(Message(1, Message(5, Number(1, Start)))))]);
        Assert.Equal((0, 0, 2), (parsed.Calls.Count, parsed.Refused.Count, parsed.Skipped));
    }

    [Fact]
    public void A_client_that_went_before_the_answer_has_no_status_and_a_strange_method_none_of_its_own()
    {
        var call = Assert.Single(s_format.All(Logs(Entry(Message(1, Message(5, Number(1, Start))), Message(3, String(5, "/")), Message(4, Message(1))))).Calls);
        Assert.Equal((null, "-"), (call.Status, call.Method));
    }

    [Theory]
    [InlineData(99)]
    [InlineData(1_000)]
    [InlineData(ulong.MaxValue)]
    public void An_impossible_status_is_refused(ulong status)
    {
        var parsed = s_format.All(Logs(Entry(Message(1, Message(5, Number(1, Start))), Message(3, Number(1, 1), String(5, "/")), Message(4, Message(1, Number(1, status))))));
        Assert.Equal("response_code is no status of HTTP", Assert.Single(parsed.Refused).Reason);
    }

    [Theory]
    [InlineData(ulong.MaxValue, 0)]
    [InlineData(253_402_300_800, 0)]
    [InlineData(1, 1_000_000_000)]
    public void An_impossible_time_is_refused(ulong seconds, ulong nanos)
    {
        var parsed = s_format.All(Logs(Entry(Message(1, Message(5, Number(1, seconds), Number(2, nanos))), Message(3, Number(1, 1), String(5, "/")))));
        Assert.Equal("start_time is no time", Assert.Single(parsed.Refused).Reason);
    }

    [Fact]
    public void Its_time_is_read_alone()
    {
        Assert.True(s_format.TryReadTime(s_whole, out var at));
        Assert.Equal(s_format.All(s_whole).Calls[0].At, at);
        Assert.False(s_format.TryReadTime([], out _));
        Assert.False(s_format.TryReadTime("no record"u8, out _));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        for (var length = 0; length < s_whole.Length; length++)
        {
            var parsed = s_format.All(s_whole[..length]);
            Assert.Equal((0, 1), (parsed.Calls.Count, parsed.Refused.Count));
        }
    }

    [Fact]
    public void A_message_of_too_many_calls_is_read_up_to_the_bound()
    {
        var parsed = s_format.All(Logs([.. Enumerable.Repeat(Call("/"), 10_001)]));
        Assert.Equal((10_000, 1), (parsed.Calls.Count, parsed.Refused.Count));
        Assert.Contains("more than 10000 calls", parsed.Refused[0].Reason, StringComparison.Ordinal);
        Assert.Contains("bytes long, more than", Assert.Single(s_format.All(new byte[FormatInfo.BatchBytes + 1]).Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void No_mutation_throws_or_multiplies()
    {
        var random = new Random(17);
        var accepted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var input = s_whole.ToArray();
            for (var edits = random.Next(1, 5); edits > 0; edits--)
                input[random.Next(input.Length)] = (byte)random.Next(256);
            var parsed = s_format.All(input[..random.Next(input.Length - 20, input.Length + 1)]);
            s_format.TryReadTime(input, out _);
            Assert.InRange(parsed.Calls.Count + parsed.Refused.Count + parsed.Skipped, 1, 64);
            accepted += parsed.Calls.Count;
        }

        Assert.InRange(accepted, 200, 20_000);
    }
}
