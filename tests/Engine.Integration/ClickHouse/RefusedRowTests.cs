using Engine.Schemas;
using Engine.Sinks.ClickHouse;

namespace Engine.Integration.ClickHouse;

/// <summary>A row that the store refuses must not take the others with it, and must not be lost in silence.</summary>
public sealed class RefusedRowTests : IClassFixture<StoreFixture>, IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("engine-spool").FullName;
    private readonly SpokenLog log = new();
    private readonly string source = StoreFixture.Fresh();
    private readonly StoreFixture fixture;

    public RefusedRowTests(StoreFixture fixture) => this.fixture = fixture;

    public Task InitializeAsync() => fixture.Store.Client.ExecuteNonQueryAsync("ALTER TABLE events_data ADD CONSTRAINT IF NOT EXISTS clean CHECK path != '/poison'");

    public async Task DisposeAsync()
    {
        await fixture.Store.Client.ExecuteNonQueryAsync("ALTER TABLE events_data DROP CONSTRAINT IF EXISTS clean");
        Directory.Delete(directory, recursive: true);
    }

    private async Task StoreAsync(Func<int, bool> isBad, int calls, string? spool)
    {
        await using var sink = new ClickHouseSink(fixture.Store, new ClickHouseSinkOptions { SpoolDirectory = spool }, TimeProvider.System, log);
        await sink.WriteAsync(Sample.Batch([.. Enumerable.Range(0, calls).Select(call => Sample.Call(call, call, path: isBad(call) ? "/poison" : "/fine", source: source))]), CancellationToken.None);
        await sink.WhenStoredAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bad_rows_become_dead_letters_and_the_others_are_stored_once(bool isJournalled)
    {
        await StoreAsync(call => call is 0 or 77 or 999, 1000, isJournalled ? directory : null);
        Assert.Equal("997\t997", await fixture.TextAsync($"SELECT count(), uniq(source_offset) FROM events_data WHERE source = '{source}'"));
        Assert.Equal("[0,77,999]\t1\t1", await fixture.TextAsync(
            $"SELECT groupArray(source_offset), min(reason LIKE '%Constraint `clean`%'), min(length(sample) > 100) FROM (SELECT * FROM dead_letters WHERE source = '{source}' AND stage = 'store' ORDER BY source_offset)"));
        Assert.Contains("3 rows of events_data", await log.SaidAsync(3221), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rotten_block_is_set_aside_and_stored_when_the_table_is_mended()
    {
        await StoreAsync(_ => true, 300, directory);
        Assert.Equal(BlockStoring.MostBadRows.ToString(System.Globalization.CultureInfo.InvariantCulture),
            await fixture.TextAsync($"SELECT count() FROM dead_letters WHERE source = '{source}'"));
        var aside = Assert.Single(Directory.GetFiles(directory, "*.broken"));
        Assert.Contains(aside, await log.SaidAsync(3223), StringComparison.Ordinal);

        await fixture.Store.Client.ExecuteNonQueryAsync("ALTER TABLE events_data DROP CONSTRAINT clean");
        File.Move(aside, aside[..^".broken".Length]);
        await using (var sink = new ClickHouseSink(fixture.Store, new ClickHouseSinkOptions { SpoolDirectory = directory }, TimeProvider.System))
            await sink.WhenStoredAsync(CancellationToken.None);
        Assert.Equal((300 - BlockStoring.MostBadRows).ToString(System.Globalization.CultureInfo.InvariantCulture),
            await fixture.TextAsync($"SELECT count() FROM events WHERE source = '{source}'"));
    }

    [Fact]
    public async Task Without_a_journal_a_rotten_block_ends_the_engine_with_one_clear_error()
    {
        var error = await Assert.ThrowsAsync<UserError>(() => StoreAsync(_ => true, 300, spool: null));
        Assert.Contains("events_data", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
