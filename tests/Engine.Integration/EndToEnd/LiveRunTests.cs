using System.Diagnostics;

namespace Engine.Integration.EndToEnd;

/// <summary><c>engine run</c> and <c>engine demo</c>, as a user starts and stops them.</summary>
public sealed class LiveRunTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("engine-e2e-").FullName;

    private string Log => Path.Combine(_place, "access.log");

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task What_is_appended_is_judged_at_once_and_a_stop_stores_everything()
    {
        await File.WriteAllTextAsync(Log, LogLines.Visits(500));
        await using (var engine = Follow())
        {
            await engine.UntilAsync(() => Task.FromResult(engine.Error.Contains("Ctrl+C", StringComparison.Ordinal)), "the announcement");
            await File.AppendAllTextAsync(Log, LogLines.Walk("mallory", from: 0, steps: 60));
            await engine.UntilAsync(() => Task.FromResult(Verdicts().Contains("\"mallory\"", StringComparison.Ordinal)), "the verdict line");

            var end = await engine.StopAsync();
            end.HasCode(0);
            Assert.Contains(" user mallory: ", end.Error, StringComparison.Ordinal);
            Assert.Contains("560 calls", end.Error, StringComparison.Ordinal);
        }

        Assert.Equal("560", await CountAsync());
        Assert.Empty(EngineProcess.Naming(_place));
    }

    [Fact]
    public async Task A_restart_reads_again_and_stores_once()
    {
        await File.WriteAllTextAsync(Log, LogLines.Visits(300));
        foreach (var user in new[] { "mallory", "trudy" })
        {
            await using var engine = Follow();
            await engine.UntilAsync(() => Task.FromResult(engine.Error.Contains("Ctrl+C", StringComparison.Ordinal)), "the announcement");
            await File.AppendAllTextAsync(Log, LogLines.Walk(user, from: 0, steps: 60));
            await engine.UntilAsync(() => Task.FromResult(Verdicts().Contains($"\"{user}\"", StringComparison.Ordinal)), "the verdict line");
            (await engine.StopAsync()).HasCode(0);
            File.Delete(Path.Combine(_place, "v.jsonl"));
        }

        Assert.Equal("420", await CountAsync());
    }

    [Fact]
    public async Task A_stop_does_not_wait_forever_for_a_sink_that_takes_nothing()
    {
        await File.WriteAllTextAsync(Log, string.Concat(Enumerable.Range(0, 200).Select(user => LogLines.Walk($"user-{user}", from: 0, steps: 60, LogLines.Start.AddMinutes(user)))));
        using (var pipe = Process.Start("mkfifo", [Path.Combine(_place, "v.pipe")]))
            await pipe.WaitForExitAsync();
        await using var engine = EngineProcess.Start(
            _place, "run", "access.log", "--follow", "--store", "none", "--verdicts", "v.pipe", "--set", "engine.shutdown_timeout=1s");

        // Takes the pipe and reads nothing: it fills up, and then every write waits.
        await using var reader = await Task.Run(() => new FileStream(Path.Combine(_place, "v.pipe"), FileMode.Open, FileAccess.Read)).WaitAsync(EngineProcess.Patience);
        await engine.UntilAsync(() => Task.FromResult(engine.Error.Contains(" user user-", StringComparison.Ordinal)), "the first verdict");

        var end = await engine.StopAsync();

        end.HasCode(1);
        Assert.Matches(@"error: stopped in the middle: [1-9][\d,]* calls were read and not yet safe 1 s after the stop", end.Error);
    }

    [Fact]
    public async Task The_demo_shows_an_attack_and_leaves_no_process_behind()
    {
        var demo = await EngineProcess.RunAsync(_place, "demo", "--store", "demo");
        demo.HasCode(0);
        Assert.Matches(@"(\d+) of \1 attacks found", demo.Output);
        Assert.Contains("decision", demo.Output, StringComparison.Ordinal);
        Assert.Empty(EngineProcess.Naming(Path.Combine(_place, "demo")));

        var again = await EngineProcess.RunAsync(_place, "verdicts", "--json", "--store", Path.Combine("demo", "store"));
        again.HasCode(0);
        Assert.NotEmpty(again.Output);
    }

    private EngineProcess Follow() => EngineProcess.Start(_place, "run", "access.log", "--follow", "--store", "store", "--verdicts", "v.jsonl");

    private string Verdicts() => EngineProcess.ReadWhileWritten(Path.Combine(_place, "v.jsonl"));

    private async Task<string> CountAsync()
    {
        var count = await EngineProcess.RunAsync(_place, "sql", "SELECT count() FROM events FORMAT TSV", "--store", "store");
        count.HasCode(0);
        return count.Output.Trim();
    }
}
