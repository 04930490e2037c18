using ClickHouse.Driver;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Migrations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.Retry;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>
/// A store that is ready to use: reached, migrated, with the schema of this build. Embedded and server alike. An embedded one that dies is
/// started again; what fails meanwhile is tried again by whoever asked.
/// </summary>
public sealed class ClickHouseStore : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource closing = new();
    private readonly List<ClickHouseClient> replaced = [];
    private readonly string database;
    private volatile EmbeddedStore? embedded;
    private volatile StoreConnection connection;
    private volatile ClickHouseClient client;
    private Task guarding = Task.CompletedTask;

    private ClickHouseStore(StoreConnection connection, EmbeddedStore? embedded)
    {
        this.connection = connection;
        this.embedded = embedded;
        database = connection.Database;
        client = connection.Open();
    }

    public StoreConnection Connection => connection;

    /// <summary>Thread-safe; closed with the store. Ask for it again for each statement: an embedded store that was started again has another.</summary>
    public ClickHouseClient Client => client;

    /// <summary>True while an embedded store has ended and the next one does not serve yet.</summary>
    public bool IsGone => embedded?.IsGone ?? false;

    /// <summary>Opens the store. Every failure that a person can mend is a <see cref="UserError"/>.</summary>
    /// <param name="location">A directory or a server; <see cref="StoreLocation.None"/> cannot be opened.</param>
    /// <param name="options">Database, retention, start of the embedded store.</param>
    /// <param name="cancel">Cancels the opening.</param>
    public static Task<ClickHouseStore> OpenAsync(StoreLocation location, ClickHouseStoreOptions options, CancellationToken cancel = default) =>
        OpenAsync(location, options, NullLogger<ClickHouseStore>.Instance, cancel);

    /// <param name="location">A directory or a server.</param>
    /// <param name="options">Database, retention, start of the embedded store.</param>
    /// <param name="log">Where it is told that an embedded store died and serves again.</param>
    /// <param name="cancel">Cancels the opening.</param>
    public static async Task<ClickHouseStore> OpenAsync(
        StoreLocation location, ClickHouseStoreOptions options, ILogger<ClickHouseStore> log, CancellationToken cancel = default)
    {
        ClickHouseStore? store = null;
        switch (location)
        {
            case StoreLocation.Embedded(var directory):
                var embedded = await EmbeddedStore.StartAsync(directory, options.Embedded, cancel);
                store = new ClickHouseStore(embedded.Server.Connection(StoreConnection.CheckDatabase(options.Database)), embedded);
                store.guarding = new EmbeddedGuard(directory, options.Embedded, log).GuardAsync(embedded, store.Replace, store.closing.Token);
                break;
            case StoreLocation.Server(var connection):
                store = new ClickHouseStore(connection, embedded: null);
                break;
            default:
                throw new UserError("this command needs a store; give --store a directory or a ClickHouse URL", isUsage: true);
        }

        try
        {
            await store.Opening(options.Embedded).ExecuteAsync(
                async attempt =>
                {
                    await Migrator.ApplyAsync(store.Connection, Migration.All, attempt);
                    await Retention.ApplyAsync(store.Client, options, attempt);
                },
                cancel);
            return store;
        }
        catch (Exception error)
        {
            await store.DisposeAsync();
            throw error switch
            {
                ClickHouseServerException server => new UserError($"the store {store.Connection} refuses: {OneLine.Of(server.Message)}", cause: error),
                OperationCanceledException when !cancel.IsCancellationRequested => store.Lost(error),
                _ => LostConnection.Is(error) ? store.Lost(error) : error,
            };
        }
    }

    /// <summary>The error to show when the store stopped answering.</summary>
    public UserError Lost(Exception cause) => embedded?.Lost(cause)
        ?? new UserError($"ClickHouse at {Connection} cannot be reached ({OneLine.Of(cause.Message)}); check the address of --store and that the server runs", cause: cause);

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        await guarding;
        client.Dispose();
        replaced.ForEach(old => old.Dispose());
        if (embedded is { } last)
            await last.DisposeAsync();
        closing.Dispose();
    }

    /// <summary>An embedded store that dies meanwhile is started again by its guard. A server that does not answer is told at once.</summary>
    private ResiliencePipeline Opening(EmbeddedStoreOptions options) => embedded is null
        ? ResiliencePipeline.Empty
        : new ResiliencePipelineBuilder()
            .AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = (int)(options.StartTime / Pause),
                Delay = Pause,
                ShouldHandle = arguments => ValueTask.FromResult(LostConnection.Is(arguments.Outcome.Exception)),
            })
            .Build();

    private void Replace(EmbeddedStore next)
    {
        // Not closed before the store is: somebody may be in the middle of a statement with it.
        replaced.Add(client);
        embedded = next;
        connection = next.Server.Connection(database);
        client = connection.Open();
    }
}
