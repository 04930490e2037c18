using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Engine.Schemas;

namespace Engine.Integration.ClickHouse;

/// <summary>The analyst's view, and the commands that show it, on a small attack.</summary>
public sealed class TimelineTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task An_attack_is_told_in_order_from_its_first_call_to_the_block()
    {
        var actor = Sample.Actor(StoreFixture.Fresh());
        var verdict = await AttackAsync(actor, calls: 120);
        Assert.Equal("call\t120\nsignal\t1\ndecision\t2\nenforcement\t1", await fixture.TextAsync(
            $"SELECT kind, count() FROM attack_timeline WHERE verdict_id = '{verdict.Id}' GROUP BY kind ORDER BY min(time), kind = 'enforcement', kind = 'decision'"));
        Assert.Equal("1", await fixture.TextAsync(
            $"SELECT arraySort(groupArray(time)) = groupArray(time) FROM (SELECT time FROM attack_timeline WHERE verdict_id = '{verdict.Id}')"));
        var first = await fixture.TextAsync($"SELECT kind, title, endpoint, status, detail FROM attack_timeline WHERE verdict_id = '{verdict.Id}' LIMIT 1");
        Assert.Equal("call\tGET /v1/orders/0\tGET /v1/orders/{id}\t200\t512 bytes from 203.0.113.9", first);
    }

    [Fact]
    public async Task Calls_of_others_and_of_other_times_are_not_part_of_it()
    {
        var actor = Sample.Actor(StoreFixture.Fresh());
        var other = Sample.Actor(StoreFixture.Fresh());
        var verdict = await AttackAsync(actor, calls: 10);
        await using (var sink = fixture.Sink())
            await sink.WriteAsync(Sample.Batch([Sample.Call(1_000, 5, other), Sample.Call(1_001, -3_600, actor), Sample.Call(1_002, 3_600, actor), Sample.Call(1_003, -60, actor)]), CancellationToken.None);
        Assert.Equal("11", await fixture.TextAsync($"SELECT count() FROM attack_timeline WHERE verdict_id = '{verdict.Id}' AND kind = 'call'"));
    }

    [Fact]
    public async Task A_long_attack_keeps_its_first_and_last_calls_and_counts_the_rest()
    {
        var verdict = await AttackAsync(Sample.Actor(StoreFixture.Fresh()), calls: 5_000);
        Assert.Equal("1000\t1\t4000 more calls, not listed", await fixture.TextAsync(
            $"SELECT countIf(kind = 'call'), countIf(kind = 'gap'), anyIf(title, kind = 'gap') FROM attack_timeline WHERE verdict_id = '{verdict.Id}'"));
        Assert.Equal("GET /v1/orders/0\tGET /v1/orders/4999", await fixture.TextAsync(
            $"SELECT argMin(title, time), argMax(title, time) FROM attack_timeline WHERE verdict_id = '{verdict.Id}' AND kind = 'call'"));
    }

    [Fact]
    public async Task The_commands_show_it_and_read_the_store_that_is_open()
    {
        var actor = Sample.Actor(StoreFixture.Fresh());
        var verdict = await AttackAsync(actor, calls: 120, path: "/v1/orders/\u001b[2J[red]");
        var id = verdict.Id.ToString();

        var timeline = await RunAsync("timeline", id[..8]);
        Assert.Contains("would not fire below 50 distinct ids", timeline.Output, StringComparison.Ordinal);
        Assert.Contains("120 calls in", timeline.Output, StringComparison.Ordinal);
        Assert.Contains("block address 203.0.113.9 at haproxy", timeline.Output, StringComparison.Ordinal);
        Assert.Contains("\\x1b[2J[red]", timeline.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', timeline.Output);
        Assert.Equal(timeline.Output, (await RunAsync("timeline", actor.Key.Value.Split('|')[0])).Output);
        Assert.Equal(124, (await RunAsync("timeline", id, "--json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        using var line = JsonDocument.Parse((await RunAsync("verdicts", "--actor", actor.Key.Value, "--min-action", "throttle", "--json")).Output);
        Assert.Equal(id, line.RootElement.GetProperty("id").GetString());
        Assert.Equal("address", line.RootElement.GetProperty("actor").GetProperty("kind").GetString());
        Assert.Equal("API-ENUM-001", line.RootElement.GetProperty("signals")[0].GetProperty("detector").GetString());
        Assert.Contains(id[..8], (await RunAsync("verdicts", "--since", "2015-01-01")).Output, StringComparison.Ordinal);

        Assert.Equal("120\n", (await RunAsync("sql", $"SELECT count() FROM events WHERE actor = '{actor.Key.Value}' FORMAT TSV")).Output);
        Assert.Equal("{\"a\":1}\n", (await RunAsync("sql", "SELECT 1 AS a;", "--json")).Output);
    }

    [Theory]
    [InlineData("timeline", "no-such-thing", "no verdict and no actor is called no-such-thing")]
    [InlineData("sql", "SELEC 1", "Syntax error")]
    [InlineData("sql", "DROP TABLE events_data", "--write")]
    [InlineData("verdicts", "--since=nonsense", "neither an age")]
    public async Task What_cannot_be_answered_is_one_line(string command, string argument, string expected)
    {
        var answer = await RunAsync(command, argument);
        Assert.NotEqual(0, answer.ExitCode);
        Assert.StartsWith("error: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains(expected, answer.Error, StringComparison.Ordinal);
        Assert.Single(answer.Error.TrimEnd('\n').Split('\n'));
    }

    private async Task<Verdict> AttackAsync(Actor actor, int calls, string? path = null)
    {
        var source = StoreFixture.Fresh();
        var verdict = Sample.Verdict(actor, 2);
        await using var sink = fixture.Sink();
        await sink.WriteAsync(Sample.Batch(
            [.. Enumerable.Range(0, calls).Select(i => Sample.Call(i, i * 60.0 / calls, actor, path: path ?? string.Create(CultureInfo.InvariantCulture, $"/v1/orders/{i}"), source: source))],
            [Sample.Signal(actor, 0, 59.9)], [Sample.Verdict(actor, 1, VerdictAction.Challenge), verdict]), CancellationToken.None);
        await sink.RecordAsync([new EnforcementAttempt(Sample.Start.AddSeconds(61), "haproxy", "enforce", "block", "address", "203.0.113.9", verdict.Id, "done", "", TimeSpan.FromMilliseconds(40))], CancellationToken.None);
        await sink.FlushAsync(CancellationToken.None);
        return verdict;
    }

    private async Task<(string Output, string Error, int ExitCode)> RunAsync(string command, params string[] arguments)
    {
        using var engine = Process.Start(new ProcessStartInfo(Environment.ProcessPath!,
            [Path.Combine(AppContext.BaseDirectory, "engine.dll"), command, .. arguments, "--store", fixture.DirectoryPath])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var output = engine.StandardOutput.ReadToEndAsync();
        var error = engine.StandardError.ReadToEndAsync();
        await engine.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (await output, await error, engine.ExitCode);
    }
}
