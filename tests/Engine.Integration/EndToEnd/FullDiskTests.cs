using System.Globalization;

namespace Engine.Integration.EndToEnd;

/// <summary>What a live engine does while a disk is full, and that nothing is lost and nothing repeated once there is room again.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("engine-full-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Fact]
    public async Task Without_room_for_checkpoints_detection_goes_on_and_the_next_one_that_fits_counts()
    {
        await using var disk = await SmallDisk.MountAsync(PathOf("small"), megabytes: 2);
        await File.WriteAllTextAsync(PathOf("access.log"), LogLines.Visits(50) + LogLines.Walk("mallory", 0, 60));
        string[] follow = ["run", "access.log", "--follow", "--store", "none", "--verdicts", "v.jsonl", "--set", "checkpoints.directory=small/checkpoints", "--set", "checkpoints.every=100ms"];
        await using (var engine = disk.Start(_place, follow))
        {
            await engine.UntilBlockedAsync(PathOf("v.jsonl"), "mallory");
            disk.Fill();
            await AppendAsync(LogLines.Walk("trudy", 60, 60));
            await engine.UntilBlockedAsync(PathOf("v.jsonl"), "trudy");
            await engine.UntilSaidAsync("no checkpoint can be written (No space left on device");

            disk.MakeRoom();
            var before = Checkpoints(disk);
            await AppendAsync(LogLines.Walk("eve", 120, 60));
            await engine.UntilAsync(() => Task.FromResult(Checkpoints(disk) > before), "a checkpoint after there was room");
            await engine.UntilBlockedAsync(PathOf("v.jsonl"), "eve");
        }

        // Killed: what was told behind the last checkpoint is taken back and told again.
        await AppendAsync(LogLines.Walk("peggy", 180, 60));
        await using (var next = disk.Start(_place, follow))
        {
            await next.UntilBlockedAsync(PathOf("v.jsonl"), "peggy");
            (await next.StopAsync()).HasCode(0);
        }

        await IsUndisturbedAsync();
    }

    [Fact]
    public async Task Without_room_for_the_journal_the_input_waits_and_everything_is_stored_when_there_is()
    {
        await using var server = EngineProcess.Start(_place, "clickhouse", "--store", "server");
        await server.UntilAsync(() => Task.FromResult(File.Exists(PathOf("server/server.json"))), "the store");
        using var served = System.Text.Json.JsonDocument.Parse(await File.ReadAllTextAsync(PathOf("server/server.json")));
        var store = string.Create(CultureInfo.InvariantCulture, $"http://default:{served.RootElement.GetProperty("token").GetString()}@127.0.0.1:{served.RootElement.GetProperty("port").GetInt32()}/engine");
        // The engine's own data, journal and checkpoints, lie on the small disk.
        await using var disk = await SmallDisk.MountAsync(PathOf("data"), megabytes: 32);
        await File.WriteAllTextAsync(PathOf("access.log"), LogLines.Visits(50) + LogLines.Walk("mallory", 0, 60));

        await using (var engine = disk.Start(_place, "run", "access.log", "--follow", "--store", store, "--verdicts", "v.jsonl", "--set", "checkpoints.every=100ms"))
        {
            await engine.UntilBlockedAsync(PathOf("v.jsonl"), "mallory");
            disk.Fill();
            await AppendAsync(LogLines.Visits(20_000));
            await engine.UntilSaidAsync("data/spool cannot be written (No space left on device");
            await engine.UntilSaidAsync("the input waits: make room");

            disk.MakeRoom();
            await AppendAsync(LogLines.Walk("trudy", 60, 60));
            await engine.UntilBlockedAsync(PathOf("v.jsonl"), "trudy");
            (await engine.StopAsync()).HasCode(0);
        }

        var stored = await EngineProcess.RunAsync(_place, "sql", "SELECT count(), uniqExact(event_id) FROM events FORMAT TSV", "--store", store);
        Assert.Equal("20170\t20170", stored.Output.Trim());
        await IsUndisturbedAsync();
    }

    [Fact]
    public async Task Without_room_for_verdict_lines_the_engine_ends_with_the_reason_and_the_next_start_leaves_none_out_and_none_twice()
    {
        await using var disk = await SmallDisk.MountAsync(PathOf("small"), megabytes: 1);
        await File.WriteAllTextAsync(PathOf("access.log"), LogLines.Visits(50) + LogLines.Walk("mallory", 0, 60));
        string[] follow = ["run", "access.log", "--follow", "--store", "none", "--verdicts", "small/v.jsonl", "--set", "checkpoints.directory=checkpoints", "--set", "checkpoints.every=100ms"];
        await using (var engine = disk.Start(_place, follow))
        {
            await engine.UntilBlockedAsync(Path.Combine(disk.Path, "v.jsonl"), "mallory");
            disk.Fill();
            // More than the last page of the file holds.
            await AppendAsync(string.Concat(Enumerable.Range(0, 8).Select(user => LogLines.Walk($"user-{user}", 60 * (user + 1), 60))));
            var end = await engine.WaitAsync();
            end.HasCode(1);
            Assert.Contains("error: stopped: sink small/v.jsonl: No space left on device", end.Error, StringComparison.Ordinal);
        }

        disk.MakeRoom();
        await AppendAsync(LogLines.Walk("trudy", 600, 60));
        await using (var next = disk.Start(_place, follow))
        {
            await next.UntilBlockedAsync(Path.Combine(disk.Path, "v.jsonl"), "trudy");
            (await next.StopAsync()).HasCode(0);
        }

        File.Copy(Path.Combine(disk.Path, "v.jsonl"), PathOf("v.jsonl"));
        await IsUndisturbedAsync();
    }

    private Task AppendAsync(string lines) => File.AppendAllTextAsync(PathOf("access.log"), lines);

    private async Task IsUndisturbedAsync()
    {
        (await EngineProcess.RunAsync(_place, "run", "access.log", "--store", "none", "--verdicts", "undisturbed.jsonl")).HasCode(0);
        Assert.Equal(await File.ReadAllTextAsync(PathOf("undisturbed.jsonl")), await File.ReadAllTextAsync(PathOf("v.jsonl")));
    }

    private static int Checkpoints(SmallDisk disk) => Directory.GetFiles(Path.Combine(disk.Path, "checkpoints"), "checkpoint-*").Count(file => !file.EndsWith(".unfinished", StringComparison.Ordinal));

    private string PathOf(string name) => Path.Combine(_place, name);
}
