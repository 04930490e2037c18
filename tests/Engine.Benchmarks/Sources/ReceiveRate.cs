using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Akka.Actor;
using Akka.Streams;
using Engine.App.Stages;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Receivers;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Benchmarks.Sources;

/// <summary>
/// What a line costs that is sent over HTTP: taken, kept on the disk, read back as a record. The clients are in this process, so that its CPU
/// holds theirs too.
/// </summary>
internal static class ReceiveRate
{
    private const int Clients = 16;

    private static readonly (int Lines, int Requests)[] s_shapes = [(1, 10_000), (100, 5_000), (1_000, 1_000)];

    public static async Task PrintAsync(TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("engine-rate-").FullName;
        try
        {
            var source = new ReceiverOptions
            {
                Name = "rate",
                Kind = ReceiverKind.Http,
                Formats = ["combined"],
                Listen = new ListenAddress(IPAddress.Loopback, 0),
                Journal = Path.Combine(folder, "rate"),
                Limits = new ReceiverLimits { Journal = 16L * 1024 * 1024 * 1024 },
            };
            await using var receivers = await OpenReceivers.OpenAsync([source], new ReceiverSurroundings(FormatCatalog.Create(), TimeProvider.System, new ReadProgress(), NullLogger.Instance));
            using var system = ActorSystem.Create("rate", StreamSettings.Quiet);
            using var stop = new CancellationTokenSource();
            long read = 0;
            var reading = receivers.Input(stop.Token).Batches.RunForeach(
                batch =>
                {
                    Interlocked.Add(ref read, batch.Records.Count);
                    batch.Release();
                },
                system.Materializer());
            foreach (var (lines, requests) in s_shapes)
            {
                var (since, cpu, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, Interlocked.Read(ref read));
                await SendAsync(new Uri($"http://{receivers.Places[0].Address}/v1/logs/rate"), lines, requests);
                while (Interlocked.Read(ref read) - before < (long)lines * requests)
                    await Task.Delay(1, CancellationToken.None);
                var (wall, used) = (Stopwatch.GetElapsedTime(since), Environment.CpuUsage.TotalTime - cpu);
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{lines,5} lines a request {lines * requests / wall.TotalSeconds,10:N0} lines/s {requests / wall.TotalSeconds,8:N0} requests/s {used.TotalMicroseconds / ((double)lines * requests),7:0.00} us CPU a line"));
            }

            await stop.CancelAsync();
            await reading;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task SendAsync(Uri to, int lines, int requests)
    {
        const string Line = "192.0.2.7 - - [01/Mar/2026:12:00:00 +0000] \"GET /v1/orders/123456 HTTP/1.1\" 200 512 \"https://shop.example/\" \"okhttp/4.12\"\n";
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Line, lines)));
        using var client = new HttpClient();
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = Clients }, async (_, cancel) =>
        {
            using var content = new ByteArrayContent(body);
            using var answer = await client.PostAsync(to, content, cancel);
            answer.EnsureSuccessStatusCode();
        });
    }
}
