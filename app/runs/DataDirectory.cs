using Engine.App.Checkpoints;
using Engine.App.Configuration;
using Engine.App.Store;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.App.Runs;

/// <summary>Where a run keeps what it must remember: the store where that is a directory, else the user's data directory.</summary>
internal static class DataDirectory
{
    /// <summary>The store that <c>--store</c> or else the configuration names.</summary>
    public static StoreLocation StoreOf(string? argument, StoreOptions options)
    {
        if (argument is not null || options.Location is null)
            return StoreOption.Parse(argument);
        var location = StoreOption.Parse(options.Location);
        return location is StoreLocation.Server(var server)
            ? new StoreLocation.Server(server with
            {
                User = options.User ?? server.User,
                Password = options.Password ?? server.Password,
                Database = options.Database,
            })
            : location;
    }

    public static string Of(StoreLocation store) =>
        store is StoreLocation.Embedded(var directory) ? directory : ((StoreLocation.Embedded)StoreOption.Parse(null)).Path;

    /// <summary>Checkpoints of the live run.</summary>
    public static string CheckpointsOf(StoreLocation store, CheckpointOptions options) => options.Directory ?? Path.Combine(Of(store), "checkpoints");

    /// <summary>Blocks of live runs on their way into the store.</summary>
    public static string JournalOf(StoreLocation store) => Path.Combine(Of(store), "spool");

    /// <summary>State of enforcement: journal, audit, control socket.</summary>
    public static string EnforcementOf(StoreLocation store) => Path.Combine(Of(store), "enforcement");
}
