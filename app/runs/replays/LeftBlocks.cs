using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs.Replays;

/// <summary>
/// Blocks that an engine left in the journal of an embedded store when it ended before the store had taken them: without them a replay would
/// lack the last calls of that run. Those of an engine that lives are its own.
/// </summary>
internal static class LeftBlocks
{
    /// <param name="location">The store.</param>
    /// <param name="store">The same, opened.</param>
    /// <param name="say">Told where there are any.</param>
    /// <param name="logs">Where trouble is told.</param>
    /// <param name="stop">Cancels it.</param>
    /// <exception cref="Schemas.UserError">The store refuses them.</exception>
    public static async Task StoreAsync(StoreLocation location, ClickHouseStore store, Action<string>? say, ILoggerFactory logs, CancellationToken stop)
    {
        var journal = DataDirectory.JournalOf(location);
        if (location is not StoreLocation.Embedded || !Directory.Exists(journal) || !Directory.EnumerateFiles(journal, "*.cut", SearchOption.AllDirectories).Any())
            return;
        say?.Invoke("storing first what an earlier engine left in the journal");
        await using var sink = new ClickHouseSink(store, new ClickHouseSinkOptions { SpoolDirectory = journal }, TimeProvider.System, logs.CreateLogger<ClickHouseSink>());
        await sink.WhenStoredAsync(stop);
    }
}
