using System.Text.Json;
using Engine.App.Configuration;
using Engine.App.Runs;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;
using Engine.Sinks.Lines;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Tests.Replays;

/// <summary>Golden logs through the whole graph: who must be named, and nobody else.</summary>
public sealed class GoldenReplayTests
{
    private static readonly string s_folder = Path.Combine(RepositoryRoot(), "tests", "replays");

    public static TheoryData<string> Replays { get; } =
        [.. Directory.EnumerateDirectories(s_folder).Select(directory => Path.GetFileName(directory)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Replays))]
    public async Task The_replay_names_who_it_should_and_nobody_else(string replay)
    {
        var result = await RunAsync(Path.Combine(s_folder, replay, "access.log"));
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(s_folder, replay, "expected.json")));
        var wanted = expected.RootElement.GetProperty("verdicts").EnumerateArray().ToList();

        var acted = result.Ledger.Latest.Where(verdict => verdict.Action >= VerdictAction.Challenge).ToList();
        foreach (var one in wanted)
            Assert.Contains(acted, verdict => Fits(verdict, one));
        Assert.All(acted, verdict => Assert.Contains(wanted, one => IsOn(verdict, one)));
        Assert.Equal(0, result.Counters.Refused);
        Assert.True(result.IsExact);
    }

    private static bool Fits(VerdictLine verdict, JsonElement wanted) => IsOn(verdict, wanted)
        && verdict.Categories.Contains(wanted.GetProperty("category").GetString()!)
        && verdict.Action >= Enum.Parse<VerdictAction>(wanted.GetProperty("at_least").GetString()!, ignoreCase: true);

    private static bool IsOn(VerdictLine verdict, JsonElement wanted) =>
        verdict.Actor.Kind == Enum.Parse<ActorKind>(wanted.GetProperty("kind").GetString()!, ignoreCase: true)
        && verdict.Actor.Value.Split('|')[0] == wanted.GetProperty("id").GetString();

    private static async Task<RunResult> RunAsync(string log)
    {
        var options = new EngineOptions();
        var run = new EngineRun(new RunPlan
        {
            Options = options with { Enrichment = options.Enrichment with { SecretKey = new byte[32] } },
            Store = new StoreLocation.None(),
        });
        var source = FileSource.Read([log], new FileSource.Options { Format = Combined.Name, Progress = run.Progress }, run.Formats, TimeProvider.System);
        return await run.RunAsync(_ => InputSource.Of(source), NullLoggerFactory.Instance, CancellationToken.None);
    }

    private static string RepositoryRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Engine.sln")))
            directory = directory.Parent;
        return directory.FullName;
    }
}
