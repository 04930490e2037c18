using System.Globalization;
using System.Runtime.InteropServices;
using ClickHouse.Driver;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Rows;
using Engine.Sinks.ClickHouse.Store;
using Polly;
using Polly.Retry;

namespace Engine.Sinks.ClickHouse;

/// <summary>Writes one block to its table, again where the store was away, at most once as far as the table shows.</summary>
internal sealed class BlockWriter
{
    // Overload, time-outs, lost connections and an insert whose end is unknown: the token makes trying again harmless.
    private static readonly HashSet<int> Passing = [159, 198, 201, 202, 209, 210, 236, 241, 242, 252, 319, 425, 473, 999];

    private readonly ClickHouseStore store;
    private readonly ClickHouseSinkOptions options;
    private readonly ResiliencePipeline retry;

    public BlockWriter(ClickHouseStore store, ClickHouseSinkOptions options, TimeProvider time)
    {
        this.store = store;
        this.options = options;
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Retries > 0)
            pipeline.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                Delay = options.FirstPause,
                MaxDelay = options.LongestPause,
                ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Exception is { } error && IsPassing(error) && !store.IsGone),
            });
        retry = pipeline.Build();
    }

    /// <param name="table">Where to.</param>
    /// <param name="block">What; read, not changed.</param>
    /// <param name="token">Identity of the block: the table drops a second one with the same.</param>
    /// <param name="cancel">Stops trying.</param>
    public async Task WriteAsync(RowTable table, RowBlock block, string token, CancellationToken cancel)
    {
        var query = new QueryOptions
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
        try
        {
            await retry.ExecuteAsync(async attempt =>
            {
                using var stream = Open(block);
                using var response = await store.Client.InsertRawStreamAsync(
                    table.Name, stream, "RowBinary", table.Quoted, options.Compress, query, attempt);
            }, cancel);
        }
        catch (Exception error) when (error is ClickHouseServerException or HttpRequestException or IOException || error is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            throw IsPassing(error) ? store.Lost(error) : new UserError(string.Create(CultureInfo.InvariantCulture,
                $"{block.Rows} rows cannot be stored in {table.Name} of {store.Connection}: {OneLine.Of(error.Message)}"), cause: error);
        }
    }

    internal static bool IsPassing(Exception error) => error switch
    {
        ClickHouseServerException server => Passing.Contains(server.ErrorCode),
        HttpRequestException or IOException or OperationCanceledException => true,
        _ => false,
    };

    private static MemoryStream Open(RowBlock block)
    {
        MemoryMarshal.TryGetArray(block.Bytes, out var bytes);
        return new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
    }
}
