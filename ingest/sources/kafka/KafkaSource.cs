using System.ComponentModel.DataAnnotations;
using Akka.Streams.Dsl;
using Engine.Ingest.Formats;
using Engine.Schemas;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>Kafka topics as a stream of batches: followed as a member of a consumer group, or a range of them read once.</summary>
public static class KafkaSource
{
    /// <summary>How a source reads. What is configured under <c>kafka</c> is <see cref="Kafka"/>; the rest is given by the run.</summary>
    public sealed record Options
    {
        /// <summary>Name of the source: positions are those of <c>NAME/TOPIC</c>.</summary>
        public required string Name { get; init; }

        /// <summary>Name of the records' format.</summary>
        public required string Format { get; init; }

        /// <summary>Topics, group, brokers.</summary>
        public required KafkaOptions Kafka { get; init; }

        /// <summary>Environment that the calls belong to. Default production.</summary>
        public string Environment { get; init; } = "production";

        /// <summary>Records of a batch at most. Default 256.</summary>
        [Range(1, 65_536)]
        public int Batch { get; init; } = 256;

        /// <summary>Bytes of a record at most; longer ones are refused. Default 1 MiB.</summary>
        [Range(1_024, 64 * 1024 * 1024)]
        public int MostRecordBytes { get; init; } = IRecordFormat.DefaultMostRecordBytes;

        /// <summary>How far an earlier run came: reading goes on behind it, whatever the group's offsets say. Default: nothing is known.</summary>
        public InputPositions Resume { get; init; } = InputPositions.None;

        /// <summary>True: all partitions must be ours, as one process holds all state. Default false.</summary>
        public bool IsAlone { get; init; }

        /// <summary>How long partitions may be missing to one that is alone: longer than the session of an engine that died. Default 1 min.</summary>
        public TimeSpan AloneGrace { get; init; } = TimeSpan.FromMinutes(1);

        /// <summary>How far the source is behind, for a progress bar and for metrics.</summary>
        public KafkaProgress Lag { get; init; } = new();

        /// <summary>Where a range ends, once one was read; give it to whoever reads the same range again.</summary>
        public RangeEnds Ends { get; init; } = new();

        /// <summary>Where troubles that pass are told. Default nowhere.</summary>
        public ILogger Log { get; init; } = NullLogger.Instance;
    }

    /// <summary>
    /// Follows topics. It is run once and then closed (<see cref="InputSource.CloseAsync"/>), when nothing more will be acknowledged.
    /// Fails with a <see cref="UserError"/> when nothing that was asked for exists, access is refused, or another engine reads as the group.
    /// </summary>
    /// <param name="options">What to read, and from where on.</param>
    /// <param name="formats">Holds the format that the options name.</param>
    /// <param name="time">Stamps arrivals and paces what is done once in a while.</param>
    /// <param name="progress">Counts what is read.</param>
    /// <exception cref="UserError">The format is unknown, or cannot be read from Avro.</exception>
    public static InputSource Open(Options options, FormatCatalog formats, TimeProvider time, ReadProgress progress)
    {
        options = Checked(options, formats);
        var acknowledged = new Acknowledgements();
        var thread = new ConsumerThread(options.Name, new GroupReading(options, acknowledged, progress, time));
        return new InputSource(Source.FromGraph(new KafkaStage(thread)), acknowledged.Put) { CloseAsync = () => thread.DisposeAsync().AsTask() };
    }

    /// <summary>
    /// Reads what the topics hold once, without a group: all partitions merged by the time of their records into one, then it ends. What
    /// is written meanwhile is not part of it. The order depends on nothing but the topics.
    /// </summary>
    /// <param name="options">What to read. <see cref="Options.Resume"/> goes before <paramref name="from"/>.</param>
    /// <param name="from">First record of each partition: not older by Kafka's time. Null: the first that is there.</param>
    /// <param name="to">End of each partition: the first record not older. Null: what is there at the start.</param>
    /// <param name="formats">Holds the format that the options name; it tells the time of a record.</param>
    /// <param name="time">Stamps arrivals.</param>
    /// <param name="progress">Counts what is read.</param>
    /// <exception cref="UserError">The format is unknown, or cannot be read from Avro.</exception>
    public static InputSource Range(
        Options options, DateTimeOffset? from, DateTimeOffset? to, FormatCatalog formats, TimeProvider time, ReadProgress progress)
    {
        options = Checked(options, formats);
        return Range(options, new TimeRange(options, from, to), formats, time, progress);
    }

    /// <summary>
    /// Reads once more what an earlier run took in, because its state is lost, and marks it as read back: partitions merged by time, each
    /// with its own logical time. Then it ends.
    /// </summary>
    /// <param name="options">What to read.</param>
    /// <param name="range">What the earlier run said that it took in; null: the group's offsets tell.</param>
    /// <param name="lookBack">How far state reaches back, where only the group tells.</param>
    /// <param name="formats">Holds the format that the options name; it tells the time of a record.</param>
    /// <param name="time">Stamps arrivals.</param>
    /// <param name="progress">Counts what is read.</param>
    /// <exception cref="UserError">The format is unknown, or cannot be read from Avro.</exception>
    public static InputSource ReadBack(
        Options options, ReadBackRange? range, TimeSpan lookBack, FormatCatalog formats, TimeProvider time, ReadProgress progress)
    {
        options = Checked(options, formats);
        return Range(options, new PastRange(options, range, lookBack, time), formats, time, progress);
    }

    /// <summary>The first records that the topics hold, to tell their format by; no group is joined.</summary>
    /// <param name="options">What to read; its format is not looked at.</param>
    /// <param name="formats">The formats.</param>
    /// <param name="time">Paces what is done once in a while.</param>
    /// <param name="stop">Ends the waiting.</param>
    /// <exception cref="UserError">Nothing that was asked for exists, or access is refused.</exception>
    public static Task<InputHead> HeadAsync(Options options, FormatCatalog formats, TimeProvider time, CancellationToken stop)
    {
        options = Checked(options with { Format = KongLog.Name }, formats);
        return KafkaHead.ReadAsync(options, formats[options.Format], time, stop);
    }

    private static InputSource Range(Options options, IRangeChoice choice, FormatCatalog formats, TimeProvider time, ReadProgress progress)
    {
        var thread = new ConsumerThread(options.Name, new RangeReading(options, choice, formats[options.Format], progress, time));
        return new InputSource(Source.FromGraph(new KafkaStage(thread)), _ => { }) { CloseAsync = () => thread.DisposeAsync().AsTask() };
    }

    private static Options Checked(Options options, FormatCatalog formats)
    {
        var format = formats[options.Format];
        if (options.Kafka.Encoding == KafkaEncoding.Avro && !format.Info.IsJson)
            throw new UserError($"source '{options.Name}': Avro is read as JSON, and format '{options.Format}' is not; name a JSON format", isUsage: true);
        return options with { MostRecordBytes = format.Info.MostRecordBytes(options.MostRecordBytes) };
    }
}
