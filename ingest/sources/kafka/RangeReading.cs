using Confluent.Kafka;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources.Kafka.Registry;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>Reads a range of every partition to its end, merged by time, without joining a group.</summary>
/// <remarks>Everything here runs on the one thread that consumes.</remarks>
internal sealed class RangeReading(
    KafkaSource.Options options, IRangeChoice choice, IRecordFormat format, ReadProgress progress, TimeProvider time) : IKafkaReading
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromSeconds(1);

    public void Run(HandOver output, CancellationToken closing)
    {
        using var meter = new KafkaMeter(options.Name, options.Lag);
        using var messages = new MessageReader(options, time, AvroRecords.Open(options, time));
        var news = new ClientNews(options);
        using var consumer = ConsumerSettings.Open(options, new ConsumerBuilder<Ignore, Payload>(ConsumerSettings.Range(options, choice.Group))
            .SetValueDeserializer(messages.Payloads)
            .SetErrorHandler((_, error) => news.Hear(error))
            .SetLogHandler((_, _) => { }));
        using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        var topics = new TopicList(options, admin, news, time);
        topics.Await(closing);
        var starts = new StartOffsets(options, consumer, admin);
        var feeds = new RangeFeeds(options, consumer, messages, starts, news, progress, () => output.IsOpen && !closing.IsCancellationRequested);
        feeds.Assign(Choose([.. topics.All()], consumer, starts, news, closing));
        var inputs = feeds.All.Select(feed => new MergedInput(new OrderedInput(feed, feeds.All.Count > 1 ? format : null), choice.BatchOf(feed.Partition))).ToList();
        using var merged = new MergedReader(inputs, options.Batch, progress, choice.Slice);
        var reportedAt = time.GetTimestamp();
        while (!closing.IsCancellationRequested && output.IsOpen)
        {
            if (time.GetElapsedTime(reportedAt) > s_reportEvery)
            {
                feeds.Report();
                reportedAt = time.GetTimestamp();
            }

            if (!output.WaitForRoom(s_patience))
                continue;
            if (!merged.TryRead(out var batch))
                break;
            output.Put(batch, batch.Records.Sum(record => (long)record.Bytes.Length));
        }

        feeds.Report();
        consumer.Close();
    }

    private IReadOnlyList<(TopicPartitionOffset From, long End)> Choose(
        IReadOnlyList<TopicPartition> partitions, IConsumer<Ignore, Payload> consumer, StartOffsets starts, ClientNews news, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                return choice.Choose(partitions, consumer, starts);
            }
            catch (KafkaException away) when (choice.IsPatient)
            {
                news.HearTrouble(away.Error);
                closing.WaitHandle.WaitOne(s_patience);
            }
        }

        return [];
    }
}
