using System.Diagnostics;
using Engine.App.Runs;
using Engine.App.Runs.Replays;
using Engine.Schemas;
using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Integration.ClickHouse;

/// <summary>What is journalled survives: a store that is away, a process that is killed, a disk that is full, a file that is torn.</summary>
public sealed class JournalTests(StoreFixture fixture) : IClassFixture<StoreFixture>, IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("engine-spool").FullName;
    private readonly SpokenLog log = new();
    private readonly string source = StoreFixture.Fresh();

    public void Dispose() => Directory.Delete(directory, recursive: true);

    private ClickHouseSinkOptions Patient => new()
    {
        SpoolDirectory = directory,
        GiveUpAfter = null,
        FirstPause = TimeSpan.FromMilliseconds(1),
        LongestPause = TimeSpan.FromMilliseconds(20),
        BlockAge = TimeSpan.FromMinutes(10),
    };

    private ClickHouseSink Open(ClickHouseStore store, ClickHouseSinkOptions? options = null) => new(store, options ?? Patient, TimeProvider.System, log);

    private ValueTask WriteAsync(ClickHouseSink sink, int call) => sink.WriteAsync(Sample.Batch([Sample.Call(call, call, source: source)]), CancellationToken.None);

    private Task<string> StoredAsync() => fixture.TextAsync($"SELECT toString(groupArray(source_offset)) FROM (SELECT source_offset FROM events WHERE source = '{source}' ORDER BY source_offset)");

    private string[] Waiting() => Directory.GetFiles(directory, "*.cut", SearchOption.AllDirectories);

    [Fact]
    public async Task While_the_store_is_away_calls_are_taken_and_safe_and_come_in_order_when_it_is_back()
    {
        await using var gate = new StoreGate(fixture.Store);
        await using var store = await gate.OpenAsync();
        await using var sink = Open(store);
        gate.Close();
        for (var call = 1; call <= 8; call++)
        {
            await WriteAsync(sink, call);
            await sink.FlushAsync(CancellationToken.None);
        }

        Assert.Contains("detection goes on", await log.SaidAsync(3211), StringComparison.Ordinal);
        Assert.Equal(8, Waiting().Length);
        Assert.Equal("[]", await StoredAsync());
        gate.Open();
        await sink.WhenStoredAsync(CancellationToken.None);
        Assert.Equal("[1,2,3,4,5,6,7,8]", await StoredAsync());
        Assert.Equal("8", await fixture.TextAsync($"SELECT count() FROM events_data WHERE source = '{source}'"));
        Assert.Contains("takes rows again", await log.SaidAsync(3212), StringComparison.Ordinal);
        Assert.Empty(Waiting());
    }

    [Fact]
    public async Task What_cannot_be_drained_at_the_end_stays_and_is_stored_by_the_next_run_before_its_own()
    {
        await using var gate = new StoreGate(fixture.Store);
        await using (var store = await gate.OpenAsync())
        {
            gate.Close();
            await using var sink = Open(store, Patient with { DrainTime = TimeSpan.FromMilliseconds(300) });
            await WriteAsync(sink, 1);
            await sink.FlushAsync(CancellationToken.None);
            await WriteAsync(sink, 2);
        }

        Assert.Equal($"2 blocks wait in {directory}; they are stored at the next start", await log.SaidAsync(3234));
        await using var next = Open(fixture.Store);
        await next.WhenStoredAsync(CancellationToken.None);
        Assert.Equal("[1,2]", await StoredAsync());
    }

    [Fact]
    public async Task A_replay_first_stores_what_an_engine_has_left()
    {
        var location = new StoreLocation.Embedded(fixture.DirectoryPath);
        var said = new List<string>();
        await LeftBlocks.StoreAsync(location, fixture.Store, said.Add, NullLoggerFactory.Instance, CancellationToken.None);
        await using var gate = new StoreGate(fixture.Store);
        await using (var store = await gate.OpenAsync())
        {
            gate.Close();
            await using var sink = Open(store, Patient with { SpoolDirectory = DataDirectory.JournalOf(location), DrainTime = TimeSpan.FromMilliseconds(300) });
            await WriteAsync(sink, 1);
        }

        Assert.Empty(said);
        await LeftBlocks.StoreAsync(location, fixture.Store, said.Add, NullLoggerFactory.Instance, CancellationToken.None);
        Assert.Equal(["storing first what an earlier engine left in the journal"], said);
        Assert.Equal("[1]", await StoredAsync());
    }

    [Fact]
    public async Task What_a_killed_process_had_journalled_is_stored_by_the_next_one()
    {
        using (var killed = Processes.Start("journal", directory, source))
        {
            Assert.Equal("journalled", await killed.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)));
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        await using (var next = Open(fixture.Store))
            await next.WhenStoredAsync(CancellationToken.None);
        Assert.Equal("[1,2,3]", await StoredAsync());
        Assert.Empty(Directory.GetDirectories(directory));
    }

    [Fact]
    public async Task A_repetition_of_a_block_that_was_stored_but_not_confirmed_changes_nothing()
    {
        // As if the process had died between the store's answer and the end of the file.
        var copy = await File.ReadAllBytesAsync(Processes.Journal(directory, source, 1)[0]);
        await using (var first = Open(fixture.Store))
            await first.WhenStoredAsync(CancellationToken.None);
        await File.WriteAllBytesAsync(Path.Combine(directory, "000000000001.cut"), copy);
        await using (var second = Open(fixture.Store))
            await second.WhenStoredAsync(CancellationToken.None);
        Assert.Equal("[1]", await StoredAsync());
        Assert.Equal("1", await fixture.TextAsync($"SELECT count() FROM events_data WHERE source = '{source}'"));
    }

    [Fact]
    public async Task A_torn_file_is_set_aside_and_told_and_holds_nothing_up()
    {
        var torn = Processes.Journal(directory, source, 3)[1];
        await File.WriteAllBytesAsync(torn, (await File.ReadAllBytesAsync(torn))[..^7]);
        await using (var sink = Open(fixture.Store))
            await sink.WhenStoredAsync(CancellationToken.None);
        Assert.Equal("[1,3]", await StoredAsync());
        var aside = Assert.Single(Directory.GetFiles(directory, "*.broken"));
        Assert.Contains(aside, await log.SaidAsync(3202), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_has_reached_its_limit_makes_the_stream_wait_and_says_so_once()
    {
        await using var gate = new StoreGate(fixture.Store);
        await using var store = await gate.OpenAsync();
        await using var sink = Open(store, Patient with { MostSpoolBytes = 1 });
        gate.Close();
        await WriteAsync(sink, 1);
        await sink.FlushAsync(CancellationToken.None);
        await WriteAsync(sink, 2);
        var second = sink.FlushAsync(CancellationToken.None).AsTask();
        Assert.Contains("most_spool_bytes", await log.SaidAsync(3231), StringComparison.Ordinal);
        Assert.False(second.IsCompleted);
        Assert.Single(Waiting());
        gate.Open();
        await second;
        await sink.WhenStoredAsync(CancellationToken.None);
        Assert.Equal("[1,2]", await StoredAsync());
        Assert.Single(log.Lines, line => line.Contains("most_spool_bytes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_full_disk_loses_nothing_and_is_told()
    {
        await using var sink = Open(fixture.Store);
        // The kernel's own full disk stands where the first block is about to be written.
        File.CreateSymbolicLink(Path.Combine(Directory.GetDirectories(directory).Single(), "000000000001.cut.tmp"), "/dev/full");
        await WriteAsync(sink, 1);
        await sink.FlushAsync(CancellationToken.None);
        Assert.Contains("make room", await log.SaidAsync(3232), StringComparison.Ordinal);
        await log.SaidAsync(3233);
        await sink.WhenStoredAsync(CancellationToken.None);
        Assert.Equal("[1]", await StoredAsync());
    }

    [Fact]
    public async Task A_run_that_gives_up_ends_with_one_clear_error_and_keeps_what_it_took()
    {
        await using var gate = new StoreGate(fixture.Store);
        await using (var store = await gate.OpenAsync())
        {
            gate.Close();
            await using var sink = Open(store, Patient with { GiveUpAfter = TimeSpan.FromMilliseconds(50) });
            await WriteAsync(sink, 1);
            var error = await Assert.ThrowsAsync<UserError>(() => sink.WhenStoredAsync(CancellationToken.None));
            Assert.Contains("cannot be reached", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<UserError>(async () => await WriteAsync(sink, 2));
        }

        await using (var next = Open(fixture.Store))
            await next.WhenStoredAsync(CancellationToken.None);
        Assert.Equal("[1]", await StoredAsync());
    }

    [Fact]
    public async Task Two_engines_share_a_journal_and_neither_takes_the_others_blocks()
    {
        await using var gate = new StoreGate(fixture.Store);
        await using var away = await gate.OpenAsync();
        await using var first = Open(away);
        gate.Close();
        await WriteAsync(first, 1);
        await first.FlushAsync(CancellationToken.None);
        await using (var second = Open(fixture.Store))
        {
            await WriteAsync(second, 2);
            await second.WhenStoredAsync(CancellationToken.None);
        }

        Assert.Equal("[2]", await StoredAsync());
        gate.Open();
        await first.WhenStoredAsync(CancellationToken.None);
        Assert.Equal("[1,2]", await StoredAsync());
    }

    [Fact]
    public async Task A_child_that_is_killed_in_mid_run_serves_again_and_every_call_is_stored_once()
    {
        var home = Directory.CreateTempSubdirectory("engine-store").FullName;
        await using (var store = await ClickHouseStore.OpenAsync(new StoreLocation.Embedded(home), new ClickHouseStoreOptions(), log))
        {
            await using (var sink = Open(store))
            {
                for (var call = 0; call < 60; call++)
                {
                    await WriteAsync(sink, call);
                    await sink.FlushAsync(CancellationToken.None);
                    if (call == 40)
                        await log.SaidAsync(3242);
                    if (call is 20 or 40)
                        await KillAsync(home);
                }

                await sink.WhenStoredAsync(CancellationToken.None);
            }

            Assert.Equal("60\t60", await StoreFixture.TextAsync(store.Client, "SELECT count(), uniq(source_offset) FROM events FORMAT TSV"));
            Assert.Contains("exit code 137", await log.SaidAsync(3241), StringComparison.Ordinal);
        }

        Directory.Delete(home, recursive: true);
    }

    private static async Task KillAsync(string home)
    {
        using var child = Process.GetProcessById(ServerFile.Read(home)!.Pid);
        child.Kill();
        await child.WaitForExitAsync();
    }
}
