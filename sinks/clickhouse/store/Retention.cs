using System.Globalization;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO.Parameters;
using ClickHouse.Driver.Utility;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>Sets how long rows stay. Only where somebody asks for it: a command that merely looks must not shorten what another one set.</summary>
internal static class Retention
{
    private static readonly string[] Events = ["events_data", "dead_letters_data"];
    private static readonly string[] Conclusions = ["sessions_data", "signals_data", "verdict_revisions_data", "verdicts_data", "enforcements_data", "control_entries_data", "runs_data", "run_verdicts_data"];

    public static async Task ApplyAsync(ClickHouseClient client, ClickHouseStoreOptions options, CancellationToken cancel)
    {
        foreach (var table in options.EventDays is null ? [] : Events)
            await ApplyAsync(client, table, options.EventDays!.Value, cancel);
        foreach (var table in options.ConclusionDays is null ? [] : Conclusions)
            await ApplyAsync(client, table, options.ConclusionDays!.Value, cancel);
    }

    private static async Task ApplyAsync(ClickHouseClient client, string table, int days, CancellationToken cancel)
    {
        var values = new ClickHouseParameterCollection();
        values.AddParameter("table", table);
        var current = await client.ExecuteScalarAsync(
            "SELECT toInt32OrZero(extract(create_table_query, 'TTL inserted_at \\\\+ toIntervalDay\\\\((\\\\d+)\\\\)')) "
            + "FROM system.tables WHERE database = currentDatabase() AND name = {table:String}", values, cancellationToken: cancel);
        if (Convert.ToInt32(current, CultureInfo.InvariantCulture) == days)
            return;
        await client.ExecuteNonQueryAsync(days == 0
            ? $"ALTER TABLE {table} REMOVE TTL"
            : string.Create(CultureInfo.InvariantCulture, $"ALTER TABLE {table} MODIFY TTL inserted_at + INTERVAL {days} DAY SETTINGS materialize_ttl_after_modify = 0"),
            cancellationToken: cancel);
    }
}
