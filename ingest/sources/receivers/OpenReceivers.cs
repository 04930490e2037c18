using Engine.Ingest.Sources.Journal;
using Engine.Ingest.Sources.Receivers.Http;
using Engine.Ingest.Sources.Receivers.Syslog;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>Sources that are sent to, listening: what comes is kept in their journals and read from there.</summary>
public sealed class OpenReceivers : IAsyncDisposable
{
    private readonly ReceiverSurroundings _surroundings;
    private readonly List<Intake> _intakes = [];
    private readonly List<IAsyncDisposable> _listening = [];
    private readonly List<ReceiverPlace> _places = [];
    private readonly ReceiverMeter _meter = new();

    private OpenReceivers(ReceiverSurroundings surroundings) => _surroundings = surroundings;

    /// <summary>Where they listen.</summary>
    public IReadOnlyList<ReceiverPlace> Places => _places;

    /// <summary>What came, source by source.</summary>
    public IReadOnlyList<ReceiverCounters> Counters => [.. _intakes.Select(intake => intake.Counters)];

    /// <summary>Opens the journals and listens. What is sent from here on is kept, also while nobody reads.</summary>
    /// <param name="sources">The sources; which of them share an address has been checked.</param>
    /// <param name="surroundings">What all of them use.</param>
    /// <exception cref="UserError">An address or a journal cannot be had, or a format is unknown. Nothing is left open.</exception>
    public static async Task<OpenReceivers> OpenAsync(IReadOnlyList<ReceiverOptions> sources, ReceiverSurroundings surroundings)
    {
        var opened = new OpenReceivers(surroundings);
        try
        {
            foreach (var source in sources)
                opened.Open(source);
            foreach (var (plan, protocol, intakes) in new Listening(surroundings.Formats, surroundings.Time).Plans(opened._intakes))
                await opened.ListenAsync(plan, protocol, intakes).ConfigureAwait(false);
            foreach (var intake in opened._intakes.Where(intake => intake.Options.ListenUdp is not null))
                opened.ListenUdp(intake);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>What they keep, source by source; can be run once. Closing an input closes all of them.</summary>
    /// <param name="stop">Ends the streams after what has been read.</param>
    public InputSource Input(CancellationToken stop) =>
        InputSource.Merge([.. _intakes.Select(intake => Of(intake, stop))]) with { CloseAsync = () => DisposeAsync().AsTask() };

    /// <summary>Listens no more; then the journals are another's to take.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var listening in _listening)
            await listening.DisposeAsync().ConfigureAwait(false);
        foreach (var intake in _intakes)
            await intake.Journal.DisposeAsync().ConfigureAwait(false);
        _listening.Clear();
        _meter.Dispose();
    }

    private void Open(ReceiverOptions source)
    {
        foreach (var format in source.Formats)
            _ = _surroundings.Formats[format];
        var journal = SegmentJournal.Open(
            new JournalOptions { Directory = source.Journal, MostBytes = source.Limits.Journal, Taken = source.Resume.Last(source.Name, 0) }, _surroundings.Log);
        var counters = new ReceiverCounters(source.Name);
        counters.Watch(() => journal.Bytes);
        _meter.Watch(counters);
        _intakes.Add(new Intake(source, journal, counters, _surroundings.Time));
    }

    private async Task ListenAsync(ListenPlan plan, string protocol, IReadOnlyList<Intake> intakes)
    {
        var listener = await WebListener.StartAsync(plan with { Log = _surroundings.Log }).ConfigureAwait(false);
        _listening.Add(listener);
        _places.AddRange(intakes.Select(intake => new ReceiverPlace(intake.Options, protocol, listener.Address)));
    }

    private void ListenUdp(Intake intake)
    {
        var datagrams = SyslogDatagrams.Start(intake.Options.ListenUdp!, intake);
        _listening.Add(datagrams);
        _places.Add(new ReceiverPlace(intake.Options, "udp", datagrams.Address));
    }

    private InputSource Of(Intake intake, CancellationToken stop)
    {
        var source = intake.Options;
        var reading = new JournalReader.Options
        {
            Source = source.Name,
            Formats = source.Formats,
            Environment = source.Environment,
            Batch = source.Batch,
            After = source.Resume.Last(source.Name, 0) ?? -1,
            Progress = _surroundings.Progress,
            Time = _surroundings.Time,
        };
        return new InputSource(JournalStream.Of(intake.Journal, reading, stop), positions =>
        {
            if (positions.Last(source.Name, 0) is { } taken)
                intake.Journal.Acknowledge(taken);
        });
    }
}
