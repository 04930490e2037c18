using Engine.Tests.App.Commands;

namespace Engine.Tests.App.Runs.Replays;

/// <summary>What makes no sense together is refused at once, with what to do instead.</summary>
public sealed class ReplayArgumentsTests : IDisposable
{
    private const string Configured = """
        sources:
          - {name: edge, paths: [access.log], format: combined}
          - {name: pipe, paths: ['-'], format: combined}
          - {name: gateway, kind: kafka, format: combined, kafka: {bootstrap_servers: '127.0.0.1:1', topics: [calls], group: engine}}
        """;

    private readonly string _configuration = Path.GetTempFileName();

    public ReplayArgumentsTests() => File.WriteAllText(_configuration, Configured);

    public void Dispose() => File.Delete(_configuration);

    [Theory]
    [InlineData("", "nothing to replay; name files, a run in the store (--run), a time (--from, --to), or a configured source (--source)")]
    [InlineData("a.log --source edge", "files and --source edge are two inputs")]
    [InlineData("a.log --run r1", "files and --run r1 are two inputs; replay one of them (to compare with the run, use --compare r1)")]
    [InlineData("--source edge --run r1", "--source edge and --run r1 are two inputs")]
    [InlineData("a.log --from 24h", "--from and --to choose calls in the store or records of a Kafka source; files are read whole: leave them out")]
    [InlineData("a.log --to 24h", "files are read whole")]
    [InlineData("--source edge --from 24h", "source 'edge' is files, which are read whole: leave --from and --to out")]
    [InlineData("--run r1 --format kong", "--format says how files are written")]
    [InlineData("--source gateway --format combined", "--format says how files are written")]
    [InlineData("--from 2026-03-02 --to 2026-03-02", "nothing lies between --from and --to: from 2026-03-02T00:00:00Z to 2026-03-02T00:00:00Z")]
    [InlineData("--from yesterday", "'yesterday' is neither an age (30min, 24h, 7d) nor a time")]
    [InlineData("--source nobody", "no source is named 'nobody'; known are edge, pipe, gateway")]
    [InlineData("--source gatewey", "no source is named 'gatewey'; did you mean 'gateway'?")]
    [InlineData("--run r1 --store none", "--store none holds no calls to replay; name the store that does")]
    [InlineData("--from 24h --store none", "--store none holds no calls to replay")]
    [InlineData("a.log --compare r1 --store none", "--compare r1 needs the store that holds that run")]
    [InlineData("a.log --baseline recorded", "--baseline recorded needs a run in the store, which recorded what it had learned: --run RUN")]
    [InlineData("--source gateway --baseline recorded", "--baseline recorded needs a run in the store")]
    [InlineData("- --baseline hindsight", "--baseline hindsight reads its input twice, and standard input can be read once; write it to a file first")]
    [InlineData("--source pipe --baseline hindsight", "--baseline hindsight reads its input twice")]
    public async Task It_is_a_usage_error_that_says_what_to_do(string arguments, string said)
    {
        var end = await Invocation.Of(["replay", "-c", _configuration, .. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.Contains(said, end.Error, StringComparison.Ordinal);
        Assert.Equal((2, ""), (end.Code, end.Output));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("hind")]
    public async Task A_baseline_is_one_of_three_words(string baseline)
    {
        var end = await Invocation.Of("replay", "a.log", "--baseline", baseline);

        Assert.Equal(2, end.Code);
        Assert.Contains("hindsight", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_configuration_no_source_has_a_name()
    {
        File.WriteAllText(_configuration, "engine: {lanes: 1}");

        var end = await Invocation.Of("replay", "-c", _configuration, "--source", "edge");

        Assert.Equal(2, end.Code);
        Assert.Contains("no source is configured, so none is named 'edge'; name a configuration with -c", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_not_made_by_asking_it()
    {
        var nowhere = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        foreach (var arguments in new[] { new[] { "--run", "r1" }, [_configuration, "--compare", "r1"] })
        {
            var end = await Invocation.Of(["replay", .. arguments, "--store", nowhere]);

            Assert.Equal(1, end.Code);
            Assert.Contains($"there is no store at {nowhere} yet", end.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(nowhere));
    }
}
