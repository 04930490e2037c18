using Akka.Streams.Dsl;
using Engine.App.Configuration;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;
using Engine.Ingest.Sources.Receivers;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs;

/// <summary>The configured sources of a live run.</summary>
/// <param name="run">The run.</param>
/// <param name="options">Its configuration.</param>
/// <param name="positions">How far an earlier run came.</param>
/// <param name="logs">Where troubles that pass are told.</param>
/// <param name="stop">Ends the sources.</param>
internal sealed class LiveInput(EngineRun run, EngineOptions options, InputPositions positions, ILoggerFactory logs, CancellationToken stop)
{
    /// <summary>Listens for the sources that are sent to; null: there are none.</summary>
    /// <exception cref="UserError">An address cannot be had.</exception>
    public async Task<OpenReceivers?> ListenAsync()
    {
        var sources = options.Sources.Where(source => source.IsReceiver).Select(source => ReceiverInput.Of(source, options, run.Data, positions)).ToList();
        return sources.Count == 0
            ? null
            : await OpenReceivers.OpenAsync(sources, new ReceiverSurroundings(run.Formats, TimeProvider.System, run.Progress, logs.CreateLogger(nameof(OpenReceivers))));
    }

    /// <summary>All sources at once, in the order of arrival; each followed file is a partition of its own, and has its own logical time.</summary>
    /// <param name="receivers">Those that are sent to.</param>
    /// <param name="lags">Told how far each Kafka source is behind, by its name.</param>
    public InputSource Open(OpenReceivers? receivers, IReadOnlyDictionary<string, KafkaProgress> lags)
    {
        var read = options.Sources.Where(source => !source.IsReceiver).Select(source => source.Kind == SourceKind.File
            ? Files(source)
            : KafkaSource.Open(KafkaInput.Of(source, source.Kafka!, options, positions, logs) with { Lag = lags[source.Name] }, run.Formats, TimeProvider.System, run.Progress));
        return InputSource.Merge(receivers is null ? [.. read] : [receivers.Input(stop), .. read]);
    }

    private InputSource Files(SourceOptions source)
    {
        var reading = Reading(run, source, options) with { Resume = positions };
        return InputSource.Of(source.Follow
            ? FileSource.Follow(source.Paths, reading, run.Formats, TimeProvider.System, stop)
            : FileSource.Read(source.Paths, reading, run.Formats, TimeProvider.System));
    }

    /// <summary>
    /// What an earlier run took in. Files do not know by themselves how far that was; the group of a Kafka source does; what was sent to a
    /// receiver is gone with the checkpoint that made it safe.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="options">Its configuration.</param>
    /// <param name="range">What the earlier run said that it took in; null: it left no word.</param>
    /// <param name="lookBack">How far state reaches back.</param>
    /// <param name="logs">Where troubles that pass are told.</param>
    public static InputSource ReadBack(EngineRun run, EngineOptions options, ReadBackRange? range, TimeSpan lookBack, ILoggerFactory logs) =>
        InputSource.Merge([.. options.Sources.Select(source => source.Kind switch
        {
            SourceKind.Kafka => KafkaSource.ReadBack(
                KafkaInput.Of(source, source.Kafka!, options, InputPositions.None, logs), range, lookBack, run.Formats, TimeProvider.System, run.Progress),
            SourceKind.File when range is not null =>
                InputSource.Of(FileSource.ReadBack(source.Paths, source.Follow, Reading(run, source, options), range, run.Formats, TimeProvider.System)),
            _ => InputSource.Of(Source.Empty<RawBatch>()),
        })]);

    private static FileSource.Options Reading(EngineRun run, SourceOptions source, EngineOptions options) => new()
    {
        Format = source.Format,
        Environment = source.Environment,
        Batch = options.Engine.Batch,
        Progress = run.Progress,
        Partition = source.Name,
    };
}
