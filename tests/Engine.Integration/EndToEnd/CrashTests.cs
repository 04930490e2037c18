using System.Diagnostics;
using System.Globalization;

namespace Engine.Integration.EndToEnd;

/// <summary>
/// Whatever is killed and whenever, after a restart every call is in the store once, every verdict stands once, and both are those of a run
/// that nobody disturbed. Rounds: ENGINE_CRASH_ROUNDS (default 5; make soak runs 100), first seed: ENGINE_CRASH_SEED.
/// </summary>
public sealed class CrashTests(CrashTests.Undisturbed undisturbed) : IClassFixture<CrashTests.Undisturbed>
{
    private const int KillsPerRound = 3;

    public static TheoryData<int> Seeds { get; } = SeedsOf(rounds: 5);

    /// <summary>Rounds unless the environment says otherwise.</summary>
    internal static TheoryData<int> SeedsOf(int rounds) => [.. Enumerable.Range(Number("ENGINE_CRASH_SEED", 1), Number("ENGINE_CRASH_ROUNDS", rounds))];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task An_engine_that_is_killed_loses_nothing_and_repeats_nothing(int seed)
    {
        var place = Directory.CreateTempSubdirectory("engine-crash-").FullName;
        try
        {
            var chance = new Random(seed);
            for (var kill = 0; kill < KillsPerRound; kill++)
            {
                await using var engine = Start(place);
                // The moment is the point here: anywhere between the first instruction and the end.
                await Task.Delay(chance.Next((int)undisturbed.Took.TotalMilliseconds));
            }

            await CompleteAsync(place);
            await IsUndisturbedAsync(place);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task A_store_that_is_killed_comes_back_and_has_everything_once(int seed)
    {
        var place = Directory.CreateTempSubdirectory("engine-crash-").FullName;
        try
        {
            var chance = new Random(seed);
            await using var engine = Start(place);
            for (var kill = 0; kill < KillsPerRound; kill++)
            {
                await Task.Delay(chance.Next((int)undisturbed.Took.TotalMilliseconds / KillsPerRound));
                KillStore(place);
            }

            (await engine.WaitAsync()).HasCode(0);
            await CompleteAsync(place);
            await IsUndisturbedAsync(place);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private EngineProcess Start(string place) => EngineProcess.Start(place, undisturbed.Arguments);

    private Task CompleteAsync(string place) => Undisturbed.CompleteAsync(place, undisturbed.Arguments);

    private async Task IsUndisturbedAsync(string place)
    {
        Assert.Equal(await File.ReadAllLinesAsync(undisturbed.PathOf("v.jsonl")), await File.ReadAllLinesAsync(Path.Combine(place, "v.jsonl")));
        Assert.Equal(undisturbed.Stored, await Undisturbed.StoredAsync(place));
        Assert.Empty(EngineProcess.Naming(place));
    }

    private static void KillStore(string place)
    {
        foreach (var process in Process.GetProcessesByName("engine"))
        {
            using (process)
            {
                if (CommandLine(process) is { } line && line.Contains("child", StringComparison.Ordinal) && line.Contains(place, StringComparison.Ordinal))
                    process.Kill();
            }
        }
    }

    private static string? CommandLine(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The traffic, and what a run makes of it that nobody disturbs.</summary>
    public sealed class Undisturbed : IAsyncLifetime
    {
        private string Place { get; } = Directory.CreateTempSubdirectory("engine-crash-").FullName;

        public TimeSpan Took { get; private set; }

        /// <summary>What the store holds, as one line.</summary>
        public string Stored { get; private set; } = "";

        /// <summary>A live run of the same file, wherever it runs.</summary>
        public IReadOnlyList<string> Arguments =>
            ["run", PathOf("access.log"), "--store", "store", "--verdicts", "v.jsonl", "--set", "checkpoints.every=100ms"];

        public string PathOf(string name) => Path.Combine(Place, name);

        public async Task InitializeAsync()
        {
            (await EngineProcess.RunAsync(Place, "simulate", "--seed", "7", "--users", "100", "--hours", "6", "--out", "access.log")).HasCode(0);
            var since = Stopwatch.GetTimestamp();
            (await EngineProcess.RunAsync(Place, Arguments)).HasCode(0);
            Took = Stopwatch.GetElapsedTime(since);
            await CompleteAsync(Place, Arguments);
            Stored = await StoredAsync(Place);
        }

        /// <summary>Starts it until nothing waits in the journal: a store that was slow to take its blocks, or dying, has them by the next start.</summary>
        public static async Task CompleteAsync(string place, IReadOnlyList<string> arguments)
        {
            do
                (await EngineProcess.RunAsync(place, arguments)).HasCode(0);
            while (Directory.EnumerateFiles(Path.Combine(place, "store", "spool"), "*.cut", SearchOption.AllDirectories).Any());
        }

        public Task DisposeAsync()
        {
            Directory.Delete(Place, recursive: true);
            return Task.CompletedTask;
        }

        /// <summary>Calls, their order and their enrichment; verdicts with their latest revision; signals; sessions.</summary>
        public static async Task<string> StoredAsync(string place)
        {
            var found = await EngineProcess.RunAsync(place, "sql", """
                SELECT
                  (SELECT (count(), uniqExact(event_id), sum(cityHash64(event_id, seq, actor, endpoint, status, time, session_id))) FROM events) AS calls,
                  (SELECT (count(), uniqExact(verdict_id), sum(cityHash64(verdict_id, revision, score, action))) FROM verdicts) AS decided,
                  (SELECT (count(), uniqExact(signal_id)) FROM signals) AS evidence,
                  (SELECT (count(), sum(cityHash64(session_id, calls, failures))) FROM sessions) AS visits
                FORMAT TSV
                """, "--store", "store");
            found.HasCode(0);
            return found.Output.Trim();
        }
    }
}
