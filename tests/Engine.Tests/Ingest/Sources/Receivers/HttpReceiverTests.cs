using System.Globalization;
using System.Net;
using Engine.Ingest.Sources.Receivers;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Sources.Receivers;

public sealed class HttpReceiverTests
{
    private const string Array = """[{"a":1},{"b":"]"}]""";

    [Fact]
    public async Task Lines_are_kept_before_the_sender_is_told_so()
    {
        await using var receiving = await Receiving.StartAsync();
        using var answer = await receiving.PostAsync("one\ntwo\r\n\nthree");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal((1, 15), (receiving.Counters.Received, receiving.Counters.Bytes));
        Assert.Equal(["one", "two", "three"], (await receiving.KeptAsync()).Texts);
    }

    [Theory]
    [InlineData(Array, """{"a":1}|{"b":"]"}""")]
    [InlineData("{\"a\":1}\n{\"b\":2}\n", """{"a":1}|{"b":2}""")]
    [InlineData("{\n\"a\":1\n}\n{\n\"b\":2}", "{\n\"a\":1\n}|{\n\"b\":2}")]
    public async Task Json_comes_as_an_array_as_lines_or_over_several(string body, string records)
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source(format: "kong"));
        using var answer = await receiving.PostAsync(body);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(records.Split('|'), (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task Parts_of_a_container_line_are_one_record()
    {
        const string Whole = "2026-11-23T20:28:01.3Z stdout F whole", Parts = "2026-11-23T20:28:01.3Z stdout P a\n2026-11-23T20:28:01.3Z stdout F b";
        await using var receiving = await Receiving.StartAsync(Receiving.Source(format: "cri/kong"));
        using var answer = await receiving.PostAsync($"{Whole}\n{Parts}\n{Whole}\n");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal([Whole, Parts, Whole], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task Packed_bodies_are_unpacked()
    {
        await using var receiving = await Receiving.StartAsync();
        foreach (var (encoding, body) in (IEnumerable<(string, byte[])>)[("gzip", Files.Gzip("one\n")), ("zstd", Files.Zstd("two\n"))])
        {
            using var answer = await receiving.PostAsync(body, Receiving.Packed(encoding));
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        using var unsaid = await receiving.PostAsync(Files.Gzip("three\n"));
        Assert.Equal(HttpStatusCode.NoContent, unsaid.StatusCode);
        Assert.Equal(["one", "two", "three"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task Of_a_torn_body_nothing_is_taken_wherever_it_was_torn()
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source(format: "kong"));
        foreach (var (encoding, whole) in (IEnumerable<(string, byte[])>)[("gzip", Files.Gzip(Array)), ("zstd", Files.Zstd(Array)), ("identity", System.Text.Encoding.UTF8.GetBytes(Array))])
        {
            for (var length = 1; length < whole.Length; length++)
            {
                using var answer = await receiving.PostAsync(whole[..length], Receiving.Packed(encoding));
                Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
                Assert.NotEmpty(await answer.Content.ReadAsStringAsync());
            }
        }

        Assert.Empty((await receiving.KeptAsync()).Texts);
    }

    [Theory]
    [InlineData("", "the body is empty")]
    [InlineData("plain", "is not gzip")]
    public async Task What_is_no_body_is_refused_with_a_reason(string body, string reason)
    {
        await using var receiving = await Receiving.StartAsync();
        using var answer = await receiving.PostAsync(System.Text.Encoding.UTF8.GetBytes(body), Receiving.Packed("gzip"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, receiving.Counters.Refused);
    }

    [Fact]
    public async Task Without_the_token_nothing_is_taken()
    {
        await using var receiving = await Receiving.StartAsync(Receiving.Source() with { Token = "secret" });
        foreach (var with in (IEnumerable<Action<HttpRequestMessage>?>)[null, Receiving.Bearer("Secret"), Receiving.Bearer(""), Receiving.Bearer("secret2")])
        {
            using var refused = await receiving.PostAsync("forged", with);
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
        }

        using var taken = await receiving.PostAsync("one", Receiving.Bearer("secret"));
        using var own = await receiving.PostAsync("two", request => request.Headers.Add("X-Engine-Token", "secret"));
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NoContent], (HttpStatusCode[])[taken.StatusCode, own.StatusCode]);
        Assert.Equal(["one", "two"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_page_of_a_stranger_cannot_make_a_browser_send()
    {
        await using var receiving = await Receiving.StartAsync();
        using var answer = await receiving.PostAsync("forged", request => request.Headers.Add("Origin", "https://stranger.example"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty((await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_full_journal_asks_to_come_again_and_keeps_nothing_of_it()
    {
        var line = new string('x', 1_000_000);
        await using var receiving = await Receiving.StartAsync(Receiving.Source() with { Limits = new ReceiverLimits { Journal = 16 * 1024 * 1024 } });
        var kept = 0;
        HttpResponseMessage answer;
        while ((answer = await receiving.PostAsync(line)).StatusCode == HttpStatusCode.NoContent)
            kept++;
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal((kept, 1), (receiving.Counters.Received, receiving.Counters.Deferred));
        answer.Dispose();
        Assert.Equal(kept, (await receiving.KeptAsync()).Texts.Count);
    }

    [Fact]
    public async Task A_request_that_is_sent_again_under_its_key_is_kept_once()
    {
        await using var receiving = await Receiving.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await receiving.PostAsync("one", request => request.Headers.Add("Idempotency-Key", "7f3a"));
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        Assert.Equal((1, 2), (receiving.Counters.Received, receiving.Counters.Repeated));
        Assert.Equal(["one"], (await receiving.KeptAsync()).Texts);
    }

    [Theory]
    [InlineData("GET", "/health", 200)]
    [InlineData("GET", "/v1/logs/gateway", 405)]
    [InlineData("POST", "/v1/logs/other", 404)]
    [InlineData("POST", "/v1/logs/../logs/gatewa%79/", 404)]
    public async Task Other_requests_are_told_what_is_wrong(string method, string path, int status)
    {
        await using var receiving = await Receiving.StartAsync();
        using var answer = await receiving.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), new Uri(receiving.Url, path)));
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Sources_share_an_address_and_have_a_journal_each()
    {
        var address = new ListenAddress(IPAddress.Loopback, FreePort());
        await using var receiving = await Receiving.StartAsync(
            Receiving.Source() with { Listen = address }, Receiving.Source() with { Name = "other", Listen = address, Token = "t" });
        using var first = await receiving.PostAsync("mine");
        using var second = await receiving.PostAsync(new Uri(receiving.Url, "/v1/logs/other"), "theirs"u8.ToArray(), Receiving.Bearer("t"));
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.NoContent], (HttpStatusCode[])[first.StatusCode, second.StatusCode]);
        Assert.Equal(["mine"], (await receiving.KeptAsync()).Texts);
        Assert.Equal(["theirs"], (await receiving.KeptAsync("other")).Texts);
    }

    [Fact]
    public async Task A_port_in_use_is_an_error_that_says_so()
    {
        await using var receiving = await Receiving.StartAsync();
        var port = receiving.Open.Places[0].Address.Port;
        var error = await Assert.ThrowsAsync<UserError>(() => Receiving.StartAsync(Receiving.Source() with { Listen = receiving.Open.Places[0].Address }));
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"port {port} on 127.0.0.1 is in use"), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_an_error_that_says_so()
    {
        var error = await Assert.ThrowsAsync<UserError>(() => Receiving.StartAsync(Receiving.Source() with { Listen = new ListenAddress(IPAddress.Parse("192.0.2.1"), 0) }));
        Assert.Contains("is no address of this machine", error.Message, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
