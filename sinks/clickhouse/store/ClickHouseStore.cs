using ClickHouse.Driver;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Migrations;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>A store that is ready to use: reached, migrated, with the schema of this build. Embedded and server alike.</summary>
public sealed class ClickHouseStore : IAsyncDisposable
{
    private readonly EmbeddedStore? embedded;

    private ClickHouseStore(StoreConnection connection, EmbeddedStore? embedded)
    {
        Connection = connection;
        this.embedded = embedded;
        Client = connection.Open();
    }

    public StoreConnection Connection { get; }

    /// <summary>Thread-safe; closed with the store.</summary>
    public ClickHouseClient Client { get; }

    /// <summary>True when an embedded store has ended: trying again is useless.</summary>
    public bool IsGone => embedded?.IsGone ?? false;

    /// <summary>Opens the store. Every failure that a person can mend is a <see cref="UserError"/>.</summary>
    /// <param name="location">A directory or a server; <see cref="StoreLocation.None"/> cannot be opened.</param>
    /// <param name="options">Database, retention, start of the embedded store.</param>
    /// <param name="cancel">Cancels the opening.</param>
    public static async Task<ClickHouseStore> OpenAsync(StoreLocation location, ClickHouseStoreOptions options, CancellationToken cancel = default)
    {
        ClickHouseStore? store = null;
        switch (location)
        {
            case StoreLocation.Embedded(var directory):
                var embedded = await EmbeddedStore.StartAsync(directory, options.Embedded, cancel);
                store = new ClickHouseStore(embedded.Server.Connection(StoreConnection.CheckDatabase(options.Database)), embedded);
                break;
            case StoreLocation.Server(var connection):
                store = new ClickHouseStore(connection, embedded: null);
                break;
            default:
                throw new UserError("this command needs a store; give --store a directory or a ClickHouse URL", isUsage: true);
        }

        try
        {
            await Migrator.ApplyAsync(store.Connection, Migration.All, cancel);
            await Retention.ApplyAsync(store.Client, options, cancel);
            return store;
        }
        catch (Exception error)
        {
            await store.DisposeAsync();
            throw error switch
            {
                ClickHouseServerException server => new UserError($"the store {store.Connection} refuses: {OneLine.Of(server.Message)}", cause: error),
                HttpRequestException or IOException => store.Lost(error),
                OperationCanceledException when !cancel.IsCancellationRequested => store.Lost(error),
                _ => error,
            };
        }
    }

    /// <summary>The error to show when the store stopped answering.</summary>
    public UserError Lost(Exception cause) => embedded?.Lost(cause)
        ?? new UserError($"ClickHouse at {Connection} cannot be reached ({OneLine.Of(cause.Message)}); check the address of --store and that the server runs", cause: cause);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (embedded is not null)
            await embedded.DisposeAsync();
    }
}
