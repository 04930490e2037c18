using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Engine.Ingest.Sources.Receivers;
using Engine.Tests.Ingest.Formats;

namespace Engine.Tests.Ingest.Sources.Receivers;

public sealed class MirrorTests
{
    private static ReceiverOptions Mirror => Receiving.Source(ReceiverKind.Mirror);

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("PROPFIND")]
    public async Task Any_method_and_path_is_a_call(string method)
    {
        await using var receiving = await Receiving.StartAsync(Mirror);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(receiving.Url, "/v1/orders/17?x=%2F..&y"));
        request.Headers.Host = "shop.example-shadow";
        request.Headers.Add("X-Real-IP", "203.0.113.7");
        request.Headers.Add("Authorization", "Bearer theirs");
        using var answer = await receiving.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var record = Assert.Single(await CallsAsync(receiving));
        Assert.Equal("203.0.113.7", record.GetProperty("client").GetProperty("address").GetString());
        Assert.False(record.TryGetProperty("response", out _));
        var call = record.GetProperty("request");
        Assert.Equal(method, call.GetProperty("method").GetString());
        Assert.Equal("/v1/orders/17?x=%2F..&y", call.GetProperty("target").GetString());
        Assert.Equal("shop.example", call.GetProperty("host").GetString());
        Assert.Equal("Bearer theirs", call.GetProperty("headers").GetProperty("authorization").GetString());
        Assert.False(call.GetProperty("headers").TryGetProperty("x-real-ip", out _));
    }

    [Fact]
    public async Task Its_record_is_one_of_the_format_mirror()
    {
        await using var receiving = await Receiving.StartAsync(Mirror);
        using var answer = await receiving.PostAsync(new Uri(receiving.Url, "/v1/items?x=1"), "{\"name\":1}"u8.ToArray(), request =>
        {
            request.Headers.Add("X-Real-IP", "203.0.113.7");
            request.Headers.Add("X-Forwarded-Proto", "https");
            request.Headers.Add("User-Agent", "curl/8");
        });
        await UntilKeptAsync(receiving);
        var call = new Engine.Ingest.Formats.Mirror().Call(Assert.Single((await receiving.KeptAsync()).Texts));
        Assert.Equal(("POST", "/v1/items", "x=1", "https"), (call.Method, call.Path, call.Query, call.Scheme));
        Assert.Equal((IPAddress.Parse("203.0.113.7"), "127.0.0.1", "curl/8"), (call.PeerAddress, call.Host, call.UserAgent));
        Assert.Equal(("{\"name\":1}", 10, null), (call.RequestBody, call.RequestBytes, call.Status));
    }

    [Fact]
    public async Task Of_a_body_the_beginning_is_kept_and_the_rest_counted()
    {
        await using var receiving = await Receiving.StartAsync(Mirror with { Limits = new ReceiverLimits { Capture = 1_000 } });
        using var answer = await receiving.PostAsync(receiving.Url, Encoding.UTF8.GetBytes(new string('x', 500_000)));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var call = Assert.Single(await CallsAsync(receiving)).GetProperty("request");
        Assert.Equal(1_000, call.GetProperty("body").GetString()!.Length);
        Assert.Equal(500_000, call.GetProperty("bytes").GetInt64());
    }

    [Fact]
    public async Task Its_token_is_no_header_of_the_client()
    {
        await using var receiving = await Receiving.StartAsync(Mirror with { Token = "t" });
        using var refused = await receiving.PostAsync(receiving.Url, [], Receiving.Bearer("t"));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var taken = await receiving.PostAsync(receiving.Url, [], request => request.Headers.Add("X-Engine-Token", "t"));
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        Assert.False(Assert.Single(await CallsAsync(receiving)).GetProperty("request").GetProperty("headers").TryGetProperty("x-engine-token", out _));
    }

    [Fact]
    public async Task No_byte_of_a_client_hides_its_call()
    {
        await using var receiving = await Receiving.StartAsync(Mirror with { TargetHeader = "X-Original-URI" });
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(receiving.Open.Places[0].Address.Address, receiving.Open.Places[0].Address.Port);
            byte[] request = [.. "GET / HTTP/1.1\r\nHost: x\r\nX-Original-URI: /a%00\r\nUser-Agent: \u00E4"u8, 0xFF, 0xFE, .. "\r\nConnection: close\r\n\r\n"u8];
            await client.GetStream().WriteAsync(request);
            using var reader = new StreamReader(client.GetStream());
            Assert.StartsWith("HTTP/1.1 204", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }

        var call = Assert.Single(await CallsAsync(receiving)).GetProperty("request");
        Assert.Equal("/a%00", call.GetProperty("target").GetString());
        Assert.Equal("\u00E4\uFFFD\uFFFD", call.GetProperty("headers").GetProperty("user-agent").GetString());
    }

    private static async Task<List<JsonElement>> CallsAsync(Receiving receiving)
    {
        await UntilKeptAsync(receiving);
        return [.. (await receiving.KeptAsync()).Texts.Select(text => JsonDocument.Parse(text).RootElement)];
    }

    /// <summary>The answer does not wait for the journal.</summary>
    private static async Task UntilKeptAsync(Receiving receiving)
    {
        for (var since = Stopwatch.GetTimestamp(); receiving.Counters.Received == 0; await Task.Yield())
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "it never came");
    }
}
