using Engine.Ingest.Formats;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>The first records that topics hold, without joining a group.</summary>
internal static class KafkaHead
{
    private const long MostBytes = 4 * 1024 * 1024;

    /// <param name="options">What to read.</param>
    /// <param name="format">Any; what it makes of the records does not count.</param>
    /// <param name="time">Paces what is done once in a while.</param>
    /// <param name="stop">Ends the waiting.</param>
    public static async Task<InputHead> ReadAsync(KafkaSource.Options options, IRecordFormat format, TimeProvider time, CancellationToken stop)
    {
        var records = new List<ReadOnlyMemory<byte>>();
        using var available = new SemaphoreSlim(0);
        var thread = new ConsumerThread(options.Name, new RangeReading(options, new TimeRange(options, null, null), format, new ReadProgress(), time));
        await using (thread.ConfigureAwait(false))
        {
            thread.Start(() => available.Release());
            for (var bytes = 0L; records.Count < FormatProbe.MostRecords && bytes < MostBytes;)
            {
                if (thread.Output.TryTake(out var batch, out var hasEnded, out var failure))
                {
                    records.AddRange(batch.Records.Select(record => new ReadOnlyMemory<byte>(record.Bytes.ToArray())));
                    bytes += batch.Records.Sum(record => (long)record.Bytes.Length);
                    batch.Release();
                    continue;
                }

                if (failure is not null)
                    throw failure;
                if (hasEnded)
                    break;
                await available.WaitAsync(stop).ConfigureAwait(false);
            }

            thread.Output.Close();
        }

        return new InputHead.Messages(records);
    }
}
