using System.Globalization;
using System.Text.Json;

namespace Engine.Integration.EndToEnd;

/// <summary>Every run is recorded: while it is on, and however it ends.</summary>
public sealed class RunRecordTests : IAsyncLifetime
{
    private readonly string _place = Directory.CreateTempSubdirectory("engine-runs-").FullName;

    private string Log => Path.Combine(_place, "access.log");

    public Task InitializeAsync() => File.WriteAllTextAsync(Log, LogLines.Visits(100));

    public Task DisposeAsync()
    {
        Directory.Delete(_place, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_live_run_is_running_then_interrupted_and_goes_on_under_its_name()
    {
        await using (var engine = Follow())
        {
            await engine.UntilAsync(() => IsStoredAsync(100), "the calls");
            var begun = Assert.Single(await RunsAsync());
            Assert.Equal(("live", "running"), (StoredRuns.Text(begun, "kind"), StoredRuns.Text(begun, "state")));
            (await engine.StopAsync()).HasCode(0);
        }

        var first = Assert.Single(await RunsAsync());
        Assert.Equal(("interrupted", 100), (StoredRuns.Text(first, "state"), first.GetProperty("calls").GetInt32()));

        await File.AppendAllTextAsync(Log, LogLines.Walk("mallory", from: 100, steps: 60));
        await using (var engine = Follow())
        {
            await engine.UntilAsync(() => IsStoredAsync(160), "the rest");
            (await engine.StopAsync()).HasCode(0);
        }

        var again = Assert.Single(await RunsAsync());
        Assert.Equal((StoredRuns.Text(first, "id"), StoredRuns.Text(first, "started")), (StoredRuns.Text(again, "id"), StoredRuns.Text(again, "started")));
        Assert.Equal((160, 1), (again.GetProperty("calls").GetInt32(), again.GetProperty("verdicts").GetInt32()));
        Assert.Equal(LogLines.Start.AddSeconds(159), again.GetProperty("to").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_run_that_ends_with_an_error_has_failed()
    {
        await File.AppendAllTextAsync(Log, LogLines.Walk("mallory", from: 100, steps: 60));

        var failed = await EngineProcess.RunAsync(_place, "replay", "access.log", "--store", "store", "--verdicts", "/dev/full");

        failed.HasCode(1);
        var run = Assert.Single(await RunsAsync());
        Assert.Equal(("replay", "failed"), (StoredRuns.Text(run, "kind"), StoredRuns.Text(run, "state")));
    }

    private EngineProcess Follow() => EngineProcess.Start(_place, "run", "access.log", "--follow", "--store", "store");

    private async Task<bool> IsStoredAsync(int calls)
    {
        var count = await EngineProcess.RunAsync(_place, "sql", "SELECT count() FROM events FORMAT TSV", "--store", "store");
        return count.Code == 0 && count.Output.Trim() == calls.ToString(CultureInfo.InvariantCulture);
    }

    private async Task<IReadOnlyList<JsonElement>> RunsAsync() => StoredRuns.Lines(await EngineProcess.RunAsync(_place, "runs", "--json", "--store", "store"));
}
