using System.Globalization;
using System.Net;

namespace Engine.Integration.EndToEnd;

/// <summary>A journal that can grow no more, as on a full disk: here by the limit that a process may have for its files.</summary>
public sealed class ReceiverDiskTests : IDisposable
{
    private const int LinesPerRequest = 100;

    // 512 blocks of 512 or 1024 bytes, as the shell counts them; a write beyond fails instead of ending the process. The runtime must not
    // keep its code in files in memory, which the limit would hold for as well.
    private const string Limit = "export DOTNET_EnableWriteXorExecute=0; trap '' XFSZ; ulimit -f 512; exec \"$0\" \"$@\"";

    private readonly string _place = Directory.CreateTempSubdirectory("engine-full-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task What_does_not_fit_is_refused_and_what_was_taken_is_judged()
    {
        var port = Receivers.FreePort();
        await File.WriteAllTextAsync(
            Path.Combine(_place, "engine.yaml"),
            string.Create(CultureInfo.InvariantCulture, $"sources: [{{name: gateway, kind: http, format: combined, listen: '127.0.0.1:{port}'}}]"));
        using var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")) };
        await using var engine = EngineProcess.StartBy(_place, ["env", $"ENGINE_DATA={_place}/data", "/bin/sh", "-c", Limit], "run", "-c", "engine.yaml", "--store", "none");
        await Receivers.UntilListeningAsync(engine, client);
        var body = string.Concat(Enumerable.Range(0, LinesPerRequest).Select(i => $"203.0.113.7 - - [23/Nov/2026:20:00:00 +0000] \"GET /v1/items/{i} HTTP/1.1\" 200 1 \"-\" \"-\"\n"));
        var taken = 0;
        HttpStatusCode status;
        while ((status = await PostAsync(client, body)) == HttpStatusCode.NoContent)
            taken += LinesPerRequest;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        // What is smaller may still fit, or not: nobody is told yes for nothing.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(client, body));
        Assert.True(taken > LinesPerRequest);
        await engine.UntilAsync(() => Task.FromResult(engine.Error.Contains("cannot be written", StringComparison.Ordinal)), "the trouble");
        // What is read behind the stop is judged by the next run: here all of it is read before.
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        await engine.UntilAsync(() => Task.FromResult(System.Diagnostics.Stopwatch.GetElapsedTime(since) > TimeSpan.FromSeconds(4)), "the end of the journal");
        var end = await engine.StopAsync();
        end.HasCode(0);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{taken:N0} calls by 1 actors"), end.Error, StringComparison.Ordinal);
        Assert.Contains("2 asked to come again", end.Error, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string body)
    {
        using var answer = await client.PostAsync(new Uri("v1/logs/gateway", UriKind.Relative), new StringContent(body));
        return answer.StatusCode;
    }
}
