using System.Net.Sockets;

namespace Engine.Integration.EndToEnd;

/// <summary><c>engine replay</c> of what is in the store, <c>--compare</c>, and <c>engine runs</c>, as a user calls them.</summary>
public sealed class StoreReplayTests(StoredRuns stored) : IClassFixture<StoredRuns>
{
    [Fact]
    public async Task Without_a_run_the_newest_live_one_that_holds_the_time_is_replayed_and_named()
    {
        var end = await stored.ReplayAsync("--from", "2026-03-02T10:00:00Z", "--to", "2026-03-02T10:08:20Z", "--json");

        end.HasCode(0);
        Assert.Contains($"replaying run {stored.First} (live: files (monday.log))", end.Error, StringComparison.Ordinal);
        var summary = StoredRuns.Lines(end)[0];
        Assert.Equal((500, false), (summary.GetProperty("calls").GetInt32(), summary.GetProperty("partial").GetBoolean()));
        var run = (await stored.RunsAsync()).Single(run => StoredRuns.Text(run, "id") == StoredRuns.Text(summary, "run"));
        Assert.Equal($"run {stored.First} from 2026-03-02T10:00:00Z to 2026-03-02T10:08:20Z", StoredRuns.Text(run, "input"));
        Assert.Equal(("replay", "finished", "relearn"), (StoredRuns.Text(run, "kind"), StoredRuns.Text(run, "state"), StoredRuns.Text(run, "baseline")));
    }

    [Fact]
    public async Task Where_several_runs_hold_the_time_the_others_are_named()
    {
        var end = await stored.ReplayAsync("--from", "2026-03-01", "--to", "2026-03-05");

        end.HasCode(0);
        Assert.Contains($"replaying run {stored.Second} ", end.Error, StringComparison.Ordinal);
        Assert.Contains($"--run chooses another: {stored.First}", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_leaves_its_verdicts_and_itself_and_nothing_else()
    {
        const string all = "SELECT (SELECT count() FROM events), (SELECT count() FROM signals), (SELECT count() FROM sessions), (SELECT count() FROM control_entries), "
            + "(SELECT groupBitXor(cityHash64(*)) FROM events), (SELECT groupBitXor(cityHash64(verdict_id, revision, score)) FROM verdicts) FORMAT TSV";
        var before = await stored.AskAsync(all);

        var end = await stored.ReplayAsync("--run", stored.First, "--set", "detectors.API-ENUM-001.sequential_ids=12", "--json");

        end.HasCode(0);
        Assert.Equal(before, await stored.AskAsync(all));
        var run = StoredRuns.Text(StoredRuns.Lines(end)[0], "run");
        var verdicts = await EngineProcess.RunAsync(stored.Place, "verdicts", "--run", run, "--store", "store", "--json");
        Assert.Equal("mallory", StoredRuns.Text(Assert.Single(StoredRuns.Lines(verdicts)).GetProperty("actor"), "id"));
        var table = await EngineProcess.RunAsync(stored.Place, "verdicts", "--run", run, "--store", "store");
        Assert.Contains("user mallory", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comparison_says_what_differs_and_fails_a_script()
    {
        string[] what = ["--run", stored.First, "--set", "detectors.API-ENUM-001.sequential_ids=12", "--compare", stored.First];

        var table = await stored.ReplayAsync(what);
        var json = await stored.ReplayAsync([.. what, "--json"]);

        table.HasCode(1);
        Assert.Contains("API-ENUM-001 limit 20 → 12", table.Output, StringComparison.Ordinal);
        Assert.Contains($"against run {stored.First}: 0 new, 0 gone, 1 changed", table.Error, StringComparison.Ordinal);
        json.HasCode(1);
        var comparison = StoredRuns.Lines(json)[1];
        Assert.Equal((stored.First, 0, 0, 1), (StoredRuns.Text(comparison, "compared_with"), Number("new"), Number("gone"), Number("changed")));
        var change = comparison.GetProperty("changes")[0];
        Assert.Equal(("changed", "mallory"), (StoredRuns.Text(change, "change"), StoredRuns.Text(change.GetProperty("actor"), "id")));
        Assert.Contains("API-ENUM-001 limit 20 → 12", change.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString()));

        int Number(string name) => comparison.GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task What_lies_outside_the_time_of_a_replay_is_not_gone()
    {
        var end = await stored.ReplayAsync("--run", stored.First, "--to", "2026-03-02T10:05:00Z", "--compare", stored.First);

        end.HasCode(0);
        Assert.Contains("0 new, 0 gone, 0 changed", end.Error, StringComparison.Ordinal);
        Assert.Contains("1 of its verdicts lie outside the time that was replayed", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_that_a_live_run_preceded_on_the_same_file_stores_no_call_again()
    {
        var end = await stored.ReplayAsync("tuesday.log", "--compare", stored.Second);

        end.HasCode(0);
        Assert.Contains($"as live run {stored.Second} judged them: they stay", end.Error, StringComparison.Ordinal);
        Assert.Equal(stored.Second, await stored.AskAsync("SELECT DISTINCT run FROM events WHERE source = 'tuesday.log' FORMAT TSV"));
    }

    [Fact]
    public async Task A_replay_whose_calls_are_gone_in_part_says_so_and_one_without_any_is_refused()
    {
        var run = await stored.JudgeAsync("wednesday.log", LogLines.Walk("oscar", from: 0, steps: 60, LogLines.Start.AddDays(-9)));
        await stored.AskAsync($"DELETE FROM events_data WHERE run = '{run}' AND seq < 7", "--write");

        var part = await stored.ReplayAsync("--run", run, "--json");
        await stored.AskAsync($"DELETE FROM events_data WHERE run = '{run}'", "--write");
        var none = await stored.ReplayAsync("--run", run);

        part.HasCode(0);
        Assert.Contains("partial: 7 of 60 calls are missing; they expired", part.Error, StringComparison.Ordinal);
        Assert.StartsWith("7 of 60 calls are missing", StoredRuns.Text(StoredRuns.Lines(part)[0], "partial_reason"), StringComparison.Ordinal);
        Assert.True((await stored.RunsAsync()).First(known => StoredRuns.Text(known, "input") == $"run {run}").GetProperty("partial").GetBoolean());
        none.HasCode(1);
        Assert.Contains($"run {run} cannot be replayed: the store has no calls of the run in this time", none.Error, StringComparison.Ordinal);
        Assert.Contains("its input may still be there: files (wednesday.log)", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enforcement_cannot_be_switched_on()
    {
        var socket = Path.Combine(stored.Place, "gate.sock");
        using var gate = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        gate.Bind(new UnixDomainSocketEndPoint(socket));
        gate.Listen();
        await File.WriteAllTextAsync(Path.Combine(stored.Place, "block.yaml"), $$"""
            enforcement:
              mode: enforce
              points: [{name: edge, kind: haproxy-map, mode: enforce, socket: {{socket}}, map: /etc/haproxy/blocked.map}]
            """);
        foreach (var input in new[] { new[] { "monday.log" }, ["--run", stored.First], ["--run", stored.First, "--baseline", "recorded"] })
        {
            var end = await stored.ReplayAsync([.. input, "-c", "block.yaml", "--set", "enforcement.mode=enforce"]);
            end.HasCode(0);
            Assert.Contains("a replay enforces nothing: edge is left alone", end.Error, StringComparison.Ordinal);
        }

        Assert.False(gate.Poll(TimeSpan.Zero, SelectMode.SelectRead), "somebody came to the gate");
        Assert.Equal("0", await stored.AskAsync("SELECT count() FROM enforcements FORMAT TSV"));
        Assert.False(Directory.Exists(Path.Combine(stored.Place, "store/enforcement")));
    }

    [Fact]
    public async Task Other_rules_than_those_of_the_run_are_told_where_it_is_replayed_as_it_was()
    {
        var end = await stored.ReplayAsync("--run", stored.Second, "--baseline", "recorded", "--set", "detectors.API-ENUM-001.sequential_ids=12");

        end.HasCode(0);
        Assert.Matches($"from its call 0 on run {stored.Second} was judged by rules [0-9a-f]{{12}}, now by [0-9a-f]{{12}}: verdicts may differ", end.Error);
    }

    [Fact]
    public async Task What_judged_with_hindsight_has_no_recorded_baselines()
    {
        await File.WriteAllTextAsync(Path.Combine(stored.Place, "hindsight.log"), LogLines.Line("/v1/products", LogLines.Start.AddDays(-5)));
        var judged = await stored.ReplayAsync("hindsight.log", "--baseline", "hindsight", "--json");
        judged.HasCode(0);

        var end = await stored.ReplayAsync("--run", StoredRuns.Text(StoredRuns.Lines(judged)[0], "run"), "--baseline", "recorded");

        end.HasCode(2);
        Assert.Contains("judged with hindsight, so no baselines were recorded; choose --baseline hindsight or relearn", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_or_a_time_that_is_not_there_is_told_before_anything_happens()
    {
        var run = await stored.ReplayAsync("--run", "never");
        var compared = await stored.ReplayAsync("monday.log", "--compare", "never");
        var time = await stored.ReplayAsync("--from", "2020-01-01", "--to", "2021-01-01");

        run.HasCode(2);
        Assert.Contains("knows no run 'never'", run.Error, StringComparison.Ordinal);
        compared.HasCode(2);
        Assert.Contains("knows no run 'never'", compared.Error, StringComparison.Ordinal);
        time.HasCode(1);
        Assert.Contains("the store has no calls of any run from 2020-01-01T00:00:00Z to 2021-01-01T00:00:00Z", time.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_are_a_table_the_newest_first()
    {
        var end = await EngineProcess.RunAsync(stored.Place, "runs", "--store", "store");

        end.HasCode(0);
        Assert.Contains("files (monday.log)", end.Output, StringComparison.Ordinal);
        var runs = await stored.RunsAsync();
        Assert.Equal(runs.OrderByDescending(run => run.GetProperty("started").GetDateTimeOffset()), runs);
        var live = runs.Single(run => StoredRuns.Text(run, "id") == stored.First);
        Assert.Equal(("live", "finished"), (StoredRuns.Text(live, "kind"), StoredRuns.Text(live, "state")));
        Assert.Equal((560, 1), (live.GetProperty("calls").GetInt32(), live.GetProperty("verdicts").GetInt32()));
        Assert.Equal((true, false), (live.GetProperty("exact").GetBoolean(), live.GetProperty("partial").GetBoolean()));
        Assert.Equal(32, StoredRuns.Text(live, "input_digest").Length);
    }
}
