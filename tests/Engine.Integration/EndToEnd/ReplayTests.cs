using System.Globalization;
using System.Text.Json;

namespace Engine.Integration.EndToEnd;

/// <summary>From labelled traffic to timelines, with the commands that the README names.</summary>
public sealed class ReplayTests(ReplayTests.Replayed replayed) : IClassFixture<ReplayTests.Replayed>
{
    [Fact]
    public void A_replay_with_labels_finds_every_attack_and_wrongs_nobody()
    {
        replayed.Run.HasCode(0);
        Assert.Matches(@"(\d+) of \1 attacks found, 0 of \d+ benign actors wrong", replayed.Run.Output);
        Assert.Contains("exact: true, partial: false, late: 0, refused: 0", replayed.Run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_replays_write_the_same_bytes_whatever_lanes_and_batches()
    {
        var again = await EngineProcess.RunAsync(
            replayed.Place, "replay", "access.log", "--store", "none", "--verdicts", "again.jsonl", "--set", "engine.lanes=5", "--set", "engine.batch=33", "--json");
        again.HasCode(0);
        Assert.Equal(await File.ReadAllBytesAsync(replayed.PathOf("verdicts.jsonl")), await File.ReadAllBytesAsync(replayed.PathOf("again.jsonl")));
        var calls = JsonDocument.Parse(again.Output).RootElement.GetProperty("calls").GetInt32();
        Assert.Equal(replayed.Lines, calls);
    }

    [Fact]
    public async Task Every_call_is_in_the_store()
    {
        var count = await EngineProcess.RunAsync(replayed.Place, "sql", "SELECT count() FROM events FORMAT TSV", "--store", "store");
        count.HasCode(0);
        Assert.Equal(replayed.Lines.ToString(CultureInfo.InvariantCulture), count.Output.Trim());
    }

    [Fact]
    public async Task Verdicts_come_back_as_they_were_written_and_each_has_a_timeline()
    {
        var verdicts = await EngineProcess.RunAsync(replayed.Place, "verdicts", "--json", "--min-action", "challenge", "--store", "store", "--limit", "1000");
        verdicts.HasCode(0);
        var stored = verdicts.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var written = (await File.ReadAllLinesAsync(replayed.PathOf("verdicts.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement)
            .GroupBy(Id).Select(revisions => revisions.MaxBy(Revision)).Where(verdict => Text(verdict, "action") != "observe").ToList();
        Assert.Equal(written.Select(Id).Order(), stored.Select(Id).Order());

        var timeline = await EngineProcess.RunAsync(replayed.Place, "timeline", Id(stored[0])[..8], "--store", "store");
        timeline.HasCode(0);
        Assert.Contains(Id(stored[0]), timeline.Output, StringComparison.Ordinal);
        Assert.Contains("decision", timeline.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finding_can_fail_a_script()
    {
        var run = await EngineProcess.RunAsync(replayed.Place, "replay", "access.log", "--store", "none", "--fail-on", "challenge", "--json");
        run.HasCode(1);
    }

    private static string Id(JsonElement verdict) => Text(verdict, "id");

    private static int Revision(JsonElement verdict) => verdict.GetProperty("revision").GetInt32();

    private static string Text(JsonElement verdict, string name) => verdict.GetProperty(name).GetString()!;

    /// <summary>One simulation and one replay of it, for all tests.</summary>
    public sealed class Replayed : IAsyncLifetime
    {
        public string Place { get; } = Directory.CreateTempSubdirectory("engine-e2e-").FullName;
        public int Lines { get; private set; }
        internal EngineProcess.Ended Run { get; private set; } = null!;

        public string PathOf(string name) => Path.Combine(Place, name);

        public async Task InitializeAsync()
        {
            (await EngineProcess.RunAsync(Place, "simulate", "--seed", "7", "--users", "1000", "--out", "access.log", "--labels", "labels.jsonl")).HasCode(0);
            Lines = File.ReadLines(PathOf("access.log")).Count();
            Run = await EngineProcess.RunAsync(Place, "replay", "access.log", "--labels", "labels.jsonl", "--store", "store", "--verdicts", "verdicts.jsonl");
        }

        public Task DisposeAsync()
        {
            Directory.Delete(Place, recursive: true);
            return Task.CompletedTask;
        }
    }
}
