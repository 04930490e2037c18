using Engine.Sinks.ClickHouse.Migrations;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Integration.ClickHouse;

public sealed class MigrationTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    [Fact]
    public async Task A_store_with_calls_of_an_older_engine_is_brought_up_to_date_and_keeps_them()
    {
        var connection = fixture.Store.Connection with { Database = "older" };
        await Migrator.ApplyAsync(connection, [.. Migration.All.Take(3)]);
        using var client = connection.Open();
        await client.ExecuteNonQueryAsync("INSERT INTO events_data (event_id, time, actor_kind, actor, method, endpoint, path, source) SELECT generateUUIDv4(), now64(6), 'user', 'ana', 'GET', '/a', '/a', 'old.log' FROM numbers(3)");
        await Migrator.ApplyAsync(connection, Migration.All);
        await Migrator.ApplyAsync(connection, Migration.All);
        Assert.Equal("3\t['']", await StoreFixture.TextAsync(client, "SELECT count(), groupUniqArray(run) FROM events FORMAT TSV"));
        Assert.Equal("3", await StoreFixture.TextAsync(client, "SELECT calls FROM endpoints FORMAT TSV"));
        foreach (var view in new[] { "control_entries", "baselines", "runs", "run_verdicts", "attack_timeline" })
            Assert.Equal("0", await StoreFixture.TextAsync(client, $"SELECT count() FROM {view} FORMAT TSV"));
    }

    [Fact]
    public async Task Retention_reaches_what_was_added_later()
    {
        await using (await StoreFixture.OpenAsync(fixture.DirectoryPath, new ClickHouseStoreOptions { ConclusionDays = 7 }))
            Assert.Equal("8", await fixture.TextAsync(
                "SELECT count() FROM system.tables WHERE database = 'engine' AND name LIKE '%_data' AND create_table_query LIKE '%toIntervalDay(7)%' FORMAT TSV"));
    }
}
