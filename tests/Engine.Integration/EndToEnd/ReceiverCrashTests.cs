using System.Globalization;
using System.Text;
using Grpc.Net.Client;
using Xunit.Abstractions;

namespace Engine.Integration.EndToEnd;

/// <summary>
/// The engine is killed again and again while clients push: what was answered with success is there once, whenever that was, and what was
/// sent again because no answer came is there once too. Rounds and first seed as in <see cref="CrashTests"/>.
/// </summary>
public sealed class ReceiverCrashTests(ITestOutputHelper output)
{
    private const int Kills = 3, Senders = 4, CallsPerBatch = 20;

    private static readonly TimeSpan s_longestLife = TimeSpan.FromSeconds(2), s_pause = TimeSpan.FromMilliseconds(50);

    public static TheoryData<int> Seeds { get; } = CrashTests.SeedsOf(rounds: 2);

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Lines_that_were_answered_with_success_are_there_exactly_once(int seed) =>
        PushAndKillAsync(seed, (http, _, sender, batch) => TrySendAsync(http, Lines(sender, batch)));

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Spans_that_were_answered_with_success_are_there_exactly_once(int seed) =>
        PushAndKillAsync(seed, (http, _, sender, batch) => TrySendAsync(http, Spans(new OtlpBatch(sender, batch, CallsPerBatch))));

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Spans_that_were_answered_with_OK_over_gRPC_are_there_exactly_once(int seed) =>
        PushAndKillAsync(seed, (_, grpc, sender, batch) => OtlpExport.TrySendAsync(grpc, new OtlpBatch(sender, batch, CallsPerBatch)));

    /// <param name="seed">Says when it is killed.</param>
    /// <param name="trySend">Sends a batch of a sender, both by their numbers. True: it was answered with success.</param>
    private async Task PushAndKillAsync(int seed, Func<HttpClient, GrpcChannel, int, int, Task<bool>> trySend)
    {
        var place = Directory.CreateTempSubdirectory("engine-receive-").FullName;
        using var abandon = new CancellationTokenSource();
        try
        {
            var (port, grpcPort) = (Receivers.FreePort(), Receivers.FreePort());
            await File.WriteAllTextAsync(Path.Combine(place, "engine.yaml"), Configuration(port, grpcPort));
            using var stop = new CancellationTokenSource();
            using var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")), Timeout = TimeSpan.FromSeconds(10) };
            // Its own pauses grow to minutes, in which nobody would push.
            using var channel = GrpcChannel.ForAddress(
                string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{grpcPort}"), new GrpcChannelOptions { InitialReconnectBackoff = s_pause, MaxReconnectBackoff = s_pause });
            var sending = Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(number => trySend(client, channel, sender, number), stop.Token, abandon.Token))).ToList();
            var chance = new Random(seed);
            for (var kill = 0; kill < Kills; kill++)
            {
                await using var engine = Start(place);
                await Receivers.UntilListeningAsync(engine, client);
                // The moment is the point here.
                await Task.Delay(chance.Next((int)s_longestLife.TotalMilliseconds));
            }

            await using var last = Start(place);
            await Receivers.UntilListeningAsync(last, client);
            await stop.CancelAsync();
            var batches = (await Task.WhenAll(sending)).Sum();
            (await last.StopAsync()).HasCode(0);
            // Stopping is a pause: what was kept and not yet read is read by the next run.
            await using var rest = Start(place);
            await Receivers.UntilListeningAsync(rest, client);
            await rest.UntilAsync(async () => await StoredAsync(place) is var stored && stored.Split('\t')[0] == Text(batches * CallsPerBatch), "all of it");
            (await rest.StopAsync()).HasCode(0);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {batches * CallsPerBatch} calls in {batches} requests were answered with success, over {Kills} kills"));
            Assert.True(batches >= Senders);
            Assert.Equal($"{batches * CallsPerBatch}\t{batches * CallsPerBatch}", await StoredAsync(place));
        }
        finally
        {
            await abandon.CancelAsync();
            Directory.Delete(place, recursive: true);
        }
    }

    private static EngineProcess Start(string place) =>
        EngineProcess.Start(place, "run", "-c", "engine.yaml", "--store", "store", "--set", "checkpoints.every=100ms");

    private static string Configuration(int port, int grpcPort) => $$"""
        sources:
          - {name: gateway, kind: http, format: combined, listen: '127.0.0.1:{{port}}'}
          - {name: otel, kind: otlp, listen: '127.0.0.1:{{port}}', listen_grpc: '127.0.0.1:{{grpcPort}}'}
        """;

    /// <summary>Sends batches, each until it is answered.</summary>
    /// <returns>How many were.</returns>
    private static async Task<int> SendAsync(Func<int, Task<bool>> trySend, CancellationToken stop, CancellationToken abandon)
    {
        var sent = 0;
        for (; !stop.IsCancellationRequested; sent++)
        {
            while (!await trySend(sent))
                await Task.Delay(s_pause, abandon);
        }

        return sent;
    }

    private static async Task<bool> TrySendAsync(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            using (request)
            {
                using var answer = await client.SendAsync(request);
                return answer.IsSuccessStatusCode;
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Lines, under a key.</summary>
    private static HttpRequestMessage Lines(int sender, int batch)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < CallsPerBatch; i++)
            lines.Append(CultureInfo.InvariantCulture, $"203.0.113.{sender} - - [23/Nov/2026:20:00:00 +0000] \"GET /v1/items/{sender}-{batch}-{i} HTTP/1.1\" 200 1 \"-\" \"-\"\n");
        var request = new HttpRequestMessage(HttpMethod.Post, "v1/logs/gateway") { Content = new StringContent(lines.ToString()) };
        request.Headers.Add("Idempotency-Key", string.Create(CultureInfo.InvariantCulture, $"{sender}-{batch}"));
        return request;
    }

    private static HttpRequestMessage Spans(OtlpBatch batch) =>
        new(HttpMethod.Post, "v1/traces") { Content = new StringContent(batch.Json(), Encoding.UTF8, "application/json") };

    /// <summary>Calls, and how many different ones, as a line.</summary>
    private static async Task<string> StoredAsync(string place)
    {
        var found = await EngineProcess.RunAsync(place, "sql", "SELECT count(), uniqExact(path) FROM events FORMAT TSV", "--store", "store");
        found.HasCode(0);
        return found.Output.Trim();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
