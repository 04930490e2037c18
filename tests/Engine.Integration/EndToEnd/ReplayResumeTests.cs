using System.Text.Json;

namespace Engine.Integration.EndToEnd;

/// <summary>A replay that was interrupted goes on with the same command, from whatever it reads, and ends as if nothing had been.</summary>
[Collection(JudgedTraffic.Name)]
public sealed class ReplayResumeTests(JudgedTraffic traffic)
{
    private string[] Run => ["--run", traffic.Live, "--store", "store"];

    private static string[] Topic => ["--source", "gateway", "-c", "engine.yaml", "--store", "store"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_the_store_behind_the_last_call(bool isKilled) => await GoesOnAsync([.. Run, "--baseline", "recorded"], isKilled, traffic.Expected);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task From_a_topic_behind_the_last_record(bool isKilled) => await GoesOnAsync(Topic, isKilled, traffic.Expected);

    [Fact]
    public async Task Hindsight_goes_on_with_what_it_has_learned()
    {
        (await traffic.ReplayAsync("access.log", "--store", "none", "--baseline", "hindsight", "--verdicts", "undisturbed.jsonl")).HasCode(0);

        var end = await GoesOnAsync([.. Run, "--baseline", "hindsight"], isKilled: true, await File.ReadAllBytesAsync(traffic.PathOf("undisturbed.jsonl")));

        Assert.DoesNotContain("learning from all of", end.Error, StringComparison.Ordinal);
    }

    private async Task<EngineProcess.Ended> GoesOnAsync(string[] source, bool isKilled, byte[] expected)
    {
        string[] arguments = [.. source, "--verdicts", "resumed.jsonl", "--set", "checkpoints.every=100ms"];
        await using (var engine = EngineProcess.Start(traffic.Place, ["replay", .. arguments]))
        {
            await engine.UntilAsync(() => Task.FromResult(Directory.Exists(traffic.PathOf("store/replays"))
                && Directory.EnumerateFiles(traffic.PathOf("store/replays"), "checkpoint-*.whole", SearchOption.AllDirectories).Any()), "a checkpoint");
            if (!isKilled)
                (await engine.StopAsync()).HasCode(130);
        }

        var cut = (await traffic.RunsAsync())[0];
        var end = await traffic.ReplayAsync(arguments);

        end.HasCode(0);
        Assert.Contains($"going on with run {Text(cut, "id")}:", end.Error, StringComparison.Ordinal);
        Assert.Equal(expected, await File.ReadAllBytesAsync(traffic.PathOf("resumed.jsonl")));
        var whole = (await traffic.RunsAsync())[0];
        Assert.Equal((Text(cut, "id"), Text(cut, "started")), (Text(whole, "id"), Text(whole, "started")));
        Assert.Equal((isKilled ? "running" : "interrupted", "finished"), (Text(cut, "state"), Text(whole, "state")));
        Assert.Equal(traffic.Calls, whole.GetProperty("calls").GetInt32());
        Assert.InRange(cut.GetProperty("calls").GetInt32(), 0, traffic.Calls - 1);
        return end;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
