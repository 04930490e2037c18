using System.Globalization;
using System.Runtime.InteropServices;
using ClickHouse.Driver;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;
using Microsoft.Extensions.Logging;
using Polly;

namespace Engine.Sinks.ClickHouse;

/// <summary>Writes one block to its table, again while the store is away, at most once as far as the table shows.</summary>
internal sealed partial class BlockWriter
{
    private readonly ClickHouseStore store;
    private readonly ClickHouseSinkOptions options;
    private readonly ILogger log;
    private readonly ResiliencePipeline retry;
    private bool isAway;

    public BlockWriter(ClickHouseStore store, ClickHouseSinkOptions options, TimeProvider time, ILogger log)
    {
        this.store = store;
        this.options = options;
        this.log = log;
        // A run that never gives up waits for whatever a person can mend, too: a right, a table, a full disk of the store.
        retry = Patience.Create(options, error => options.GiveUpAfter is null
            ? StoreErrors.IsOfStore(error) && !StoreErrors.IsAboutRows(error)
            : StoreErrors.IsPassing(error), time, TellAway);
    }

    /// <param name="rows">What and where to.</param>
    /// <param name="token">Identity of the block: the table drops a second one with the same.</param>
    /// <param name="cancel">Stops trying.</param>
    /// <exception cref="RowsRefused">The store refuses what the rows hold.</exception>
    /// <exception cref="UserError">The store stayed away, or refuses whatever the rows hold.</exception>
    public async Task WriteAsync(TableRows rows, string token, CancellationToken cancel)
    {
        var query = Settings(token);
        try
        {
            await retry.ExecuteAsync(async attempt =>
            {
                using var stream = Open(rows.Bytes);
                using var response = await store.Client.InsertRawStreamAsync(
                    rows.Table.Name, stream, "RowBinary", rows.Table.Quoted, options.Compress, query, attempt);
            }, cancel);
        }
        catch (Exception error) when (StoreErrors.IsAboutRows(error))
        {
            throw new RowsRefused(OneLine.Of(error.Message), error);
        }
        catch (Exception error) when (StoreErrors.IsOfStore(error) && !cancel.IsCancellationRequested)
        {
            throw StoreErrors.IsPassing(error) ? store.Lost(error) : new UserError(string.Create(CultureInfo.InvariantCulture,
                $"{rows.Count} rows cannot be stored in {rows.Table.Name} of {store.Connection}: {OneLine.Of(error.Message)}"), cause: error);
        }

        if (isAway)
            Back(store.Connection.ToString());
        isAway = false;
    }

    private static QueryOptions Settings(string token) => new()
    {
        CustomSettings = new Dictionary<string, object>
        {
            ["async_insert"] = 0,
            ["insert_deduplicate"] = 1,
            ["insert_deduplication_token"] = token,
            // Merging duplicates while writing costs more than all the rest; queries do it (FINAL), and so do merges.
            ["optimize_on_insert"] = 0,
            // An insert that broke between the table and its view is completed by the repetition.
            ["deduplicate_blocks_in_dependent_materialized_views"] = 1,
        },
    };

    private static MemoryStream Open(ReadOnlyMemory<byte> rows)
    {
        MemoryMarshal.TryGetArray(rows, out var bytes);
        return new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
    }

    private void TellAway(Exception error)
    {
        if (isAway)
            return;
        isAway = true;
        Away(store.Connection.ToString(), OneLine.Of(error.Message));
    }

    [LoggerMessage(3211, LogLevel.Warning,
        "the store {Store} does not take rows ({Why}); detection goes on, what it finds is kept and stored when the store is back: check that it runs, its disk and its rights")]
    private partial void Away(string store, string why);

    [LoggerMessage(3212, LogLevel.Information, "the store {Store} takes rows again")]
    private partial void Back(string store);
}
