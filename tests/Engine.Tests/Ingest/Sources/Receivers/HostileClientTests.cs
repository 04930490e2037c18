using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Ingest.Sources.Receivers;

namespace Engine.Tests.Ingest.Sources.Receivers;

/// <summary>What is allocated is counted for the whole process: nothing else may run.</summary>
[CollectionDefinition(nameof(HostileClientTests), DisableParallelization = true)]
public sealed class HostileClientsAlone;

/// <summary>Clients that want memory, connections or time: each gets its bound, and others are served meanwhile.</summary>
[Collection(nameof(HostileClientTests))]
public sealed class HostileClientTests
{
    private static readonly ReceiverOptions s_narrow = Receiving.Source() with
    {
        Limits = new ReceiverLimits { Body = 64 * 1024, Connections = 20, Time = TimeSpan.FromSeconds(1) },
    };

    [Theory]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public async Task A_packed_body_that_grows_without_end_is_cut_off(string encoding)
    {
        await using var receiving = await Receiving.StartAsync(s_narrow);
        var zeros = new string('0', 30_000_000);
        var bomb = encoding == "gzip" ? Files.Gzip(zeros) : Files.Zstd(zeros);
        Assert.True(bomb.Length < 64 * 1024);
        var before = GC.GetTotalAllocatedBytes();
        using var answer = await receiving.PostAsync(bomb, Receiving.Packed(encoding));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 16_000_000);
        Assert.Empty((await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused_with_and_without_its_length()
    {
        await using var receiving = await Receiving.StartAsync(s_narrow);
        using var told = await receiving.PostAsync(new byte[64 * 1024 + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, told.StatusCode);
        using var untold = await receiving.PostAsync(new byte[128 * 1024], request =>
        {
            request.Headers.TransferEncodingChunked = true;
            request.Content!.Headers.ContentLength = null;
        });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, untold.StatusCode);
        using var most = await receiving.PostAsync(new string('x', 64 * 1024));
        Assert.Equal(HttpStatusCode.NoContent, most.StatusCode);
    }

    [Fact]
    public async Task A_body_that_trickles_is_ended_in_time()
    {
        await using var receiving = await Receiving.StartAsync(s_narrow);
        using var client = await ConnectAsync(receiving);
        await SendAsync(client, $"POST /v1/logs/{Receiving.Name} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nbegun");
        Assert.StartsWith("HTTP/1.1 408", await ReadToEndAsync(client), StringComparison.Ordinal);
        Assert.Empty((await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task A_sender_that_goes_away_in_the_middle_leaves_nothing()
    {
        await using var receiving = await Receiving.StartAsync(s_narrow);
        using (var client = await ConnectAsync(receiving))
            await SendAsync(client, $"POST /v1/logs/{Receiving.Name} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\none\ntwo\n");
        using var answer = await receiving.PostAsync("whole");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["whole"], (await receiving.KeptAsync()).Texts);
    }

    [Fact]
    public async Task Huge_headers_are_refused()
    {
        await using var receiving = await Receiving.StartAsync(s_narrow);
        using var client = await ConnectAsync(receiving);
        await SendAsync(client, $"POST /v1/logs/{Receiving.Name} HTTP/1.1\r\nHost: x\r\nX: {new string('x', 40_000)}\r\nContent-Length: 1\r\n\r\nx");
        Assert.StartsWith("HTTP/1.1 431", await ReadToEndAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_beyond_the_bound_are_closed_and_room_comes_back()
    {
        await using var receiving = await Receiving.StartAsync(s_narrow);
        var idle = new List<TcpClient>();
        for (var i = 0; i < 20; i++)
        {
            idle.Add(await ConnectAsync(receiving));
            await SendAsync(idle[^1], "POST /v1/logs/x HTTP/1.1\r\nHost: x\r\nX-Slow: ");
        }

        using (var late = await ConnectAsync(receiving))
            Assert.Equal("", await ReadToEndAsync(late));
        idle.ForEach(client => client.Dispose());
        // Room is back once the closed connections have been noticed.
        await UntilAsync(async () =>
        {
            try
            {
                using var answer = await receiving.PostAsync("one");
                return answer.StatusCode == HttpStatusCode.NoContent;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    [Fact]
    public void Many_bodies_at_once_hold_no_more_than_their_budget()
    {
        var budget = new ByteBudget(100 * 1024);
        var bodies = Enumerable.Range(0, 100).Select(_ => new PooledBody(budget)).ToList();
        var taken = bodies.Count(body => body.TryAdd(new byte[10_000]));
        Assert.InRange(taken, 1, 10);
        bodies.ForEach(body => body.Dispose());
        using var next = new PooledBody(budget);
        Assert.True(next.TryAdd(new byte[20_000]));
    }

    [Fact]
    public async Task Millions_of_tiny_records_cost_no_more_than_their_bytes()
    {
        await using var receiving = await Receiving.StartAsync();
        var body = new byte[8 * 1024 * 1024];
        for (var i = 0; i < body.Length; i++)
            body[i] = (byte)(i % 2 == 0 ? 'a' : '\n');
        var before = GC.GetTotalAllocatedBytes();
        using var answer = await receiving.PostAsync(body);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 64 * 1024 * 1024);
        Assert.Equal(8 * 1024 * 1024, receiving.Counters.Bytes);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_carried_as_they_are()
    {
        await using var receiving = await Receiving.StartAsync();
        using var answer = await receiving.PostAsync([0xFF, 0xFE, 0x00, 0xC3, (byte)'\n', 0x80]);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["\uFFFD\uFFFD\0\uFFFD", "\uFFFD"], (await receiving.KeptAsync()).Texts);
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        for (var since = Stopwatch.GetTimestamp(); !await isSo(); await Task.Yield())
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30), "it never came");
    }

    private static async Task<TcpClient> ConnectAsync(Receiving receiving)
    {
        var client = new TcpClient();
        await client.ConnectAsync(receiving.Open.Places[0].Address.Address, receiving.Open.Places[0].Address.Port);
        return client;
    }

    private static Task SendAsync(TcpClient client, string text) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();

    private static async Task<string> ReadToEndAsync(TcpClient client)
    {
        try
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            return await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException)
        {
            // Closed with a reset.
            return "";
        }
    }
}
