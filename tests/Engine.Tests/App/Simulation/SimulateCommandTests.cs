using System.CommandLine;
using System.IO.Compression;
using Engine.App.Commands;
using Engine.App.Simulation;
using Engine.App.Simulation.Formats;
using Engine.App.Simulation.Labels;
using Engine.Schemas;

namespace Engine.Tests.App.Simulation;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("engine-simulate-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_directory_gets_traffic_and_labels()
    {
        await Run("--users", "20", "--hours", "1", "--format", "kong", "--out", _directory);

        Assert.NotEmpty(File.ReadAllLines(Path.Combine(_directory, "traffic.jsonl")));
        Assert.Contains(LabelFile.Read(Path.Combine(_directory, "labels.jsonl")), label => label.IsAttack);
    }

    [Fact]
    public async Task Compressed_files_hold_the_same_bytes()
    {
        foreach (var ending in new[] { "log", "log.gz", "log.zst" })
            await Run("--users", "20", "--hours", "1", "--out", At($"sim.{ending}"), "--labels", At($"{ending}.labels"));

        var plain = File.ReadAllBytes(At("sim.log"));
        Assert.NotEmpty(plain);
        Assert.Equal(plain, Whole(new GZipStream(File.OpenRead(At("sim.log.gz")), CompressionMode.Decompress)));
        Assert.Equal(plain, Whole(new ZstdSharp.DecompressionStream(File.OpenRead(At("sim.log.zst")), leaveOpen: false)));
    }

    [Fact]
    public async Task An_existing_file_is_replaced_only_by_force()
    {
        File.WriteAllText(At("sim.log"), "somebody's diary");

        var problem = await Assert.ThrowsAsync<UserError>(() => Run("--users", "20", "--hours", "1", "--out", At("sim.log")));
        Assert.Contains("--force", problem.Message, StringComparison.Ordinal);
        Assert.Equal("somebody's diary", File.ReadAllText(At("sim.log")));
        await Run("--users", "20", "--hours", "1", "--out", At("sim.log"), "--force");
        Assert.NotEqual("somebody's diary", File.ReadAllText(At("sim.log")));
    }

    [Theory]
    [InlineData("--attacks", "teleportation", "teleportation")]
    [InlineData("--format", "papyrus", "combined, kong, json")]
    [InlineData("--users", "3", "--users must be between 20")]
    [InlineData("--hours", "0", "--hours must be between 1")]
    [InlineData("--start", "yesterday", "2026-03-02T00:00:00Z")]
    [InlineData("--start", "1066-10-14", "1970")]
    [InlineData("--rate", "-1", "--rate must be")]
    public async Task A_wrong_wish_is_answered_with_what_is_possible(string option, string value, string hint)
    {
        var problem = await Assert.ThrowsAsync<UserError>(() => Run(option, value, "--out", At("sim.log")));

        Assert.True(problem.IsUsage);
        Assert.Contains(hint, problem.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(At("sim.log")));
    }

    [Fact]
    public async Task A_time_without_a_zone_is_UTC()
    {
        await Run("--users", "20", "--hours", "1", "--start", "2025-01-02T03:04:05", "--out", At("sim.log"));

        Assert.Contains("[02/Jan/2025:03:04:05 +0000]", File.ReadLines(At("sim.log")).First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/sim.log.zst", null, "a/sim.log.zst", "a/sim.labels.jsonl")]
    [InlineData("sim.jsonl", "truth", "sim.jsonl", "truth")]
    [InlineData("new/", null, "new/traffic.log", "new/labels.jsonl")]
    [InlineData("-", null, null, null)]
    [InlineData(null, "truth", null, "truth")]
    public void Labels_go_beside_the_traffic_unless_told_otherwise(string? place, string? wanted, string? traffic, string? labels)
    {
        Assert.Equal(new TrafficFiles(traffic, labels), TrafficFiles.For(place, wanted, WriterCatalog.Named("combined")));
    }

    [Fact]
    public void Traffic_and_labels_cannot_share_a_file()
    {
        Assert.Throws<UserError>(() => new TrafficFiles(At("x"), At("./x")).Check(mayReplace: true));
    }

    [Fact]
    public void A_stopped_simulation_ends_with_a_whole_line()
    {
        using var stop = new CancellationTokenSource();
        using var into = new MemoryStream();
        var simulation = new TrafficSimulation(Runs.Small);
        new TrafficWriter(simulation, new CombinedWriter(), into, linesPerSecond: 1_000_000).Run(_ => stop.Cancel(), stop.Token);

        Assert.InRange(simulation.Progress, 0.0, 0.99);
        Assert.Equal((byte)'\n', into.ToArray()[^1]);
        Assert.Equal(simulation.Calls, into.ToArray().Count(letter => letter == '\n'));
    }

    private string At(string name) => Path.Combine(_directory, name);

    private static Task<int> Run(params string[] arguments) =>
        SimulateCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

    private static byte[] Whole(Stream stream)
    {
        using (stream)
        {
            using var whole = new MemoryStream();
            stream.CopyTo(whole);
            return whole.ToArray();
        }
    }
}
