using System.Globalization;
using System.Text;

namespace Engine.Integration.EndToEnd;

/// <summary>
/// The engine is killed again and again while clients push: what was answered with success is there once, whenever that was, and what was
/// sent again because no answer came is there once too. Rounds and first seed as in <see cref="CrashTests"/>.
/// </summary>
public sealed class ReceiverCrashTests
{
    private const int Kills = 3, Senders = 4, CallsPerBatch = 20;

    private static readonly TimeSpan s_longestLife = TimeSpan.FromSeconds(2), s_pause = TimeSpan.FromMilliseconds(50);

    public static TheoryData<int> Seeds { get; } = CrashTests.SeedsOf(rounds: 2);

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Lines_that_were_answered_with_success_are_there_exactly_once(int seed) => PushAndKillAsync(seed, Lines);

    [Theory]
    [MemberData(nameof(Seeds))]
    public Task Spans_that_were_answered_with_success_are_there_exactly_once(int seed) => PushAndKillAsync(seed, Spans);

    /// <param name="seed">Says when it is killed.</param>
    /// <param name="batch">A request of a sender by its number.</param>
    private static async Task PushAndKillAsync(int seed, Func<int, int, HttpRequestMessage> batch)
    {
        var place = Directory.CreateTempSubdirectory("engine-receive-").FullName;
        using var abandon = new CancellationTokenSource();
        try
        {
            var port = Receivers.FreePort();
            await File.WriteAllTextAsync(Path.Combine(place, "engine.yaml"), Configuration(port));
            using var stop = new CancellationTokenSource();
            using var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")), Timeout = TimeSpan.FromSeconds(10) };
            var sending = Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(client, number => batch(sender, number), stop.Token, abandon.Token))).ToList();
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
            await rest.UntilAsync(async () => await StoredAsync(place) is var stored && stored.Split('\t')[0] == Text(batches * CallsPerBatch), "all of it");
            (await rest.StopAsync()).HasCode(0);
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

    private static string Configuration(int port) => $$"""
        sources:
          - {name: gateway, kind: http, format: combined, listen: '127.0.0.1:{{port}}'}
          - {name: otel, kind: otlp, listen: '127.0.0.1:{{port}}'}
        """;

    /// <summary>Sends batches, each until it is answered.</summary>
    /// <returns>How many were.</returns>
    private static async Task<int> SendAsync(HttpClient client, Func<int, HttpRequestMessage> batch, CancellationToken stop, CancellationToken abandon)
    {
        var sent = 0;
        for (; !stop.IsCancellationRequested; sent++)
        {
            while (!await TrySendAsync(client, batch(sent)))
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

    /// <summary>Spans of a server, as an exporter sends them.</summary>
    private static HttpRequestMessage Spans(int sender, int batch)
    {
        var spans = Enumerable.Range(0, CallsPerBatch).Select(i => string.Create(CultureInfo.InvariantCulture, $$$"""
            {"traceId":"{{{sender + 1:x32}}}","spanId":"{{{(batch * CallsPerBatch) + i + 1:x16}}}","kind":2,"name":"GET","startTimeUnixNano":"1795465681000000000","endTimeUnixNano":"1795465681100000000",
             "attributes":[{"key":"http.request.method","value":{"stringValue":"GET"}},{"key":"url.path","value":{"stringValue":"/v1/items/{{{sender}}}-{{{batch}}}-{{{i}}}"}},
                           {"key":"http.response.status_code","value":{"intValue":"200"}},{"key":"client.address","value":{"stringValue":"203.0.113.{{{sender}}}"}}]}
            """));
        var body = $$"""{"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"scope":{"name":"test"},"spans":[{{string.Join(',', spans)}}]}]}]}""";
        return new HttpRequestMessage(HttpMethod.Post, "v1/traces") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
    }

    /// <summary>Calls, and how many different ones, as a line.</summary>
    private static async Task<string> StoredAsync(string place)
    {
        var found = await EngineProcess.RunAsync(place, "sql", "SELECT count(), uniqExact(path) FROM events FORMAT TSV", "--store", "store");
        found.HasCode(0);
        return found.Output.Trim();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
