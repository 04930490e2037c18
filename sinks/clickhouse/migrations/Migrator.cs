using System.Globalization;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.Utility;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Sinks.ClickHouse.Migrations;

/// <summary>
/// Brings a database to this build's schema. ClickHouse has no transactions over DDL, so each statement may be repeated and the
/// record of a step is written after it: an interrupted step runs again, and two engines that start at once do the same twice.
/// </summary>
public static class Migrator
{
    public static async Task ApplyAsync(StoreConnection connection, IReadOnlyList<Migration> migrations, CancellationToken cancel = default)
    {
        var database = StoreConnection.CheckDatabase(connection.Database);
        using (var server = connection.Open("default"))
            await server.ExecuteNonQueryAsync($"CREATE DATABASE IF NOT EXISTS {database}", cancellationToken: cancel);
        using var client = connection.Open();
        await client.ExecuteNonQueryAsync(
            "CREATE TABLE IF NOT EXISTS schema_migrations (number UInt32, name String, digest String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC')) "
            + "ENGINE = ReplacingMergeTree ORDER BY number", cancellationToken: cancel);
        var applied = await AppliedAsync(client, cancel);
        foreach (var migration in Pending(migrations, applied, connection.ToString()))
        {
            foreach (var statement in migration.Statements)
                await client.ExecuteNonQueryAsync(statement, cancellationToken: cancel);
            var values = new ClickHouseParameterCollection();
            values.AddParameter("number", migration.Number);
            values.AddParameter("name", migration.Name);
            values.AddParameter("digest", migration.Digest);
            await client.ExecuteNonQueryAsync(
                "INSERT INTO schema_migrations (number, name, digest) SELECT {number:UInt32}, {name:String}, {digest:String}", values, cancellationToken: cancel);
        }
    }

    /// <summary>The steps still to do, in order; a step that changed after it was applied, or one this build does not know, is an error.</summary>
    internal static IReadOnlyList<Migration> Pending(IReadOnlyList<Migration> migrations, IReadOnlyDictionary<int, string> applied, string store)
    {
        foreach (var (number, digest) in applied.OrderBy(step => step.Key))
        {
            var known = migrations.FirstOrDefault(migration => migration.Number == number)
                ?? throw new UserError(string.Create(CultureInfo.InvariantCulture,
                    $"the store {store} has schema step {number}, which this engine does not know; use the newer engine that wrote it, or another --store"));
            if (known.Digest != digest)
                throw new UserError(
                    $"schema step {known.Name} of the store {store} is not the one this engine has; an applied step must not be edited: restore it and add a new one, or use another --store");
        }

        return [.. migrations.Where(migration => !applied.ContainsKey(migration.Number)).OrderBy(migration => migration.Number)];
    }

    private static async Task<Dictionary<int, string>> AppliedAsync(ClickHouseClient client, CancellationToken cancel)
    {
        var applied = new Dictionary<int, string>();
        await using var rows = await client.ExecuteReaderAsync("SELECT number, digest FROM schema_migrations FINAL ORDER BY number", cancellationToken: cancel);
        while (await rows.ReadAsync(cancel))
            applied.Add(Convert.ToInt32(rows.GetValue(0), CultureInfo.InvariantCulture), rows.GetString(1));
        return applied;
    }
}
