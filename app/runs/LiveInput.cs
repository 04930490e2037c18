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
/// <param name="lags">Told how far each Kafka source is behind, by its name.</param>
/// <param name="logs">Where troubles that pass are told.</param>
/// <param name="stop">Ends the sources.</param>
internal sealed class LiveInput(
    EngineRun run, EngineOptions options, IReadOnlyDictionary<string, KafkaProgress> lags, ILoggerFactory logs, CancellationToken stop)
{
    private OpenReceivers? _receivers;

    /// <summary>What the path "-" means.</summary>
    public StandardInput StandardInput { get; init; } = new(Console.OpenStandardInput);

    /// <summary>Listens for the sources that are sent to; null: there are none.</summary>
    /// <param name="positions">How far an earlier run came.</param>
    /// <exception cref="UserError">An address cannot be had.</exception>
    public async Task<OpenReceivers?> ListenAsync(InputPositions positions)
    {
        var sources = options.Sources.Where(source => source.IsReceiver).Select(source => ReceiverInput.Of(source, options, run.Data, positions)).ToList();
        new OrphanedJournals(logs.CreateLogger<OrphanedJournals>()).Tell(run.Data, sources);
        if (sources.Count > 0)
            _receivers = await OpenReceivers.OpenAsync(sources, new ReceiverSurroundings(run.Formats, TimeProvider.System, run.Progress, logs.CreateLogger(nameof(OpenReceivers))));
        return _receivers;
    }

    /// <summary>All sources at once, in the order of arrival; each followed file is a partition of its own, and has its own logical time.</summary>
    /// <param name="receivers">Those that are sent to.</param>
    /// <param name="positions">How far an earlier run came.</param>
    public InputSource Open(OpenReceivers? receivers, InputPositions positions)
    {
        var read = options.Sources.Where(source => !source.IsReceiver).Select(source => source.Kind == SourceKind.File
            ? Files(source, positions)
            : KafkaSource.Open(Topics(source, positions) with { Lag = lags[source.Name] }, run.Formats, TimeProvider.System, run.Progress));
        return InputSource.Merge(receivers is null ? [.. read] : [receivers.Input(stop), .. read]);
    }

    /// <summary>
    /// What an earlier run took in. Files and journals do not know by themselves how far that was; the group of a Kafka source does.
    /// </summary>
    /// <param name="range">What the earlier run said; null: it said nothing.</param>
    /// <param name="lookBack">How far state reaches back, where only a group tells.</param>
    public InputSource ReadBack(ReadBackRange? range, TimeSpan lookBack) => InputSource.Merge([.. options.Sources.Select(source => source.Kind switch
    {
        SourceKind.File when range is not null =>
            InputSource.Of(FileSource.ReadBack(source.Paths, source.Follow, Reading(source), range, run.Formats, TimeProvider.System)),
        SourceKind.Kafka => KafkaSource.ReadBack(Topics(source, InputPositions.None), range, lookBack, run.Formats, TimeProvider.System, run.Progress),
        _ when _receivers is not null && range is not null => InputSource.Of(_receivers.ReadBack(source.Name, range)),
        _ => InputSource.Of(Source.Empty<RawBatch>()),
    })]);

    private InputSource Files(SourceOptions source, InputPositions positions)
    {
        var reading = Reading(source) with { Resume = positions };
        return InputSource.Of(source.Follow
            ? FileSource.Follow(source.Paths, reading, run.Formats, TimeProvider.System, stop)
            : FileSource.Read(source.Paths, reading, run.Formats, TimeProvider.System));
    }

    private FileSource.Options Reading(SourceOptions source) => new()
    {
        Format = source.Format,
        Environment = source.Environment,
        Batch = options.Engine.Batch,
        Progress = run.Progress,
        Partition = source.Name,
        OpenStandardInput = StandardInput.Open,
    };

    private KafkaSource.Options Topics(SourceOptions source, InputPositions positions) => KafkaInput.Of(source, source.Kafka!, options, positions, logs);
}
