using Engine.App.Stages;
using Engine.Schemas;
using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Store;
using Engine.Sinks.Delivery;
using Engine.Sinks.Enforcement;
using Engine.Sinks.Kafka;
using Engine.Sinks.Lines;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs;

/// <summary>Opens what a plan writes to, and closes it in order: sinks first, then the store they write to.</summary>
internal sealed class RunSinks : IAsyncDisposable
{
    /// <summary>How long a batch may wait for a point that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly List<Branch> _branches = [];
    private FanOut? _all;
    private ClickHouseStore? _store;
    private ClickHouseSink? _events;

    private RunSinks()
    {
    }

    public VerdictLedger Ledger { get; } = new();

    public RefusalSamples Refusals { get; } = new();

    public VerdictLineSink? Lines { get; private set; }

    /// <summary>Null: nothing is published.</summary>
    public KafkaSink? Kafka { get; private set; }

    public ISink All => _all!;

    /// <summary>Those whose place in their output belongs to a checkpoint.</summary>
    public IReadOnlyList<ICheckpointedSink> Remembering => [.. _branches.Select(branch => branch.Sink).OfType<ICheckpointedSink>()];

    /// <summary>Entries of those whose state is only their place.</summary>
    public ReadOnlyMemory<byte> Places()
    {
        var places = new StateBuffer();
        foreach (var sink in Remembering.Where(sink => sink.IsPlace))
            sink.Save(places, isWhole: true);
        return places.Written;
    }

    /// <param name="plan">What is written where.</param>
    /// <param name="run">Id of the run, which its rows carry.</param>
    /// <param name="isResumed">True: files go on where the checkpoint says.</param>
    /// <param name="inbox">Told what enforcement points do.</param>
    /// <param name="logs">Where trouble of optional sinks is told.</param>
    /// <param name="stop">Cancels the opening.</param>
    /// <exception cref="UserError">A store, file or state directory cannot be opened.</exception>
    public static async Task<RunSinks> OpenAsync(RunPlan plan, string run, bool isResumed, ControlInbox inbox, ILoggerFactory logs, CancellationToken stop)
    {
        var sinks = new RunSinks();
        try
        {
            await sinks.AddAllAsync(plan, run, isResumed, inbox, logs, stop);
        }
        catch
        {
            await sinks.DisposeAsync();
            throw;
        }

        return sinks;
    }

    /// <summary>Leaves a state of the run in the store, where there is one; safe when it returns.</summary>
    public async Task RecordAsync(RunRecord run)
    {
        if (_events is null)
            return;
        await _events.RecordAsync(run, CancellationToken.None);
        await _events.FlushAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_all is not null)
                await _all.DisposeAsync();
            else
                await Task.WhenAll(_branches.Select(branch => branch.Sink.DisposeAsync().AsTask()));
        }
        finally
        {
            if (_store is not null)
                await _store.DisposeAsync();
        }
    }

    private async Task AddAllAsync(RunPlan plan, string run, bool isResumed, ControlInbox inbox, ILoggerFactory logs, CancellationToken stop)
    {
        _branches.Add(new Branch(Ledger, true));
        _branches.Add(new Branch(Refusals, true));
        if (plan.Notify is { } say)
            _branches.Add(new Branch(new VerdictNotices(say, TimeProvider.System), false));
        if (plan.Verdicts is { } verdicts)
            _branches.Add(new Branch(Lines = OpenLines(verdicts, plan.IsLive, isResumed), true));
        if (plan.DeadLetters is { } letters)
            _branches.Add(new Branch(new DeadLetterFile(letters), true));
        if (plan.Store is not StoreLocation.None)
        {
            _store = await ClickHouseStore.OpenAsync(plan.Store, StoreOptionsOf(plan), logs.CreateLogger<ClickHouseStore>(), stop);
            _events = new ClickHouseSink(_store, SinkOptionsOf(plan, run), TimeProvider.System, logs.CreateLogger<ClickHouseSink>());
            _branches.Add(new Branch(_events, true));
        }

        if (plan.IsLive && plan.Options.Kafka is { } kafka)
            _branches.Add(new Branch(Kafka = await KafkaSink.StartAsync(kafka, logs.CreateLogger<KafkaSink>()), true));
        if (plan.IsLive && plan.Options.Enforcement.Points.Count > 0)
        {
            _branches.Add(new Branch(EnforcementSink.Start(
                plan.Options.Enforcement, DataDirectory.EnforcementOf(plan.Store), attempt => Record(attempt, inbox), TimeProvider.System, logs.CreateLogger<EnforcementSink>()), false));
        }

        _all = new FanOut(_branches, Patience, TimeProvider.System, logs.CreateLogger<FanOut>());
    }

    private static VerdictLineSink OpenLines(string path, bool isLive, bool isResumed) => path == "-"
        ? new VerdictLineSink(Console.OpenStandardOutput(), "standard output", leaveOpen: true, isLive)
        : VerdictLineSink.ToFile(path, isLive, isResumed);

    /// <summary>A live run outlives its store: blocks wait on the disk until it is back. A replay waits, and then says that it is away.</summary>
    private static ClickHouseSinkOptions SinkOptionsOf(RunPlan plan, string run) => plan.IsLive
        ? new ClickHouseSinkOptions
        {
            Run = run,
            SpoolDirectory = DataDirectory.JournalOf(plan.Store),
            MostSpoolBytes = plan.Options.Store.Spool,
            GiveUpAfter = null,
        }
        : new ClickHouseSinkOptions { Run = run, What = plan.What };

    private static ClickHouseStoreOptions StoreOptionsOf(RunPlan plan) => new()
    {
        Database = plan.Options.Store.Database,
        EventDays = plan.Options.Store.Retention == new Configuration.StoreOptions().Retention ? null : (int)Math.Ceiling(plan.Options.Store.Retention.TotalDays),
    };

    /// <summary>Called by the points' own threads: hands the attempt to the store without waiting for it. The audit file has it anyway.</summary>
    private void Record(EnforcementAttempt attempt, ControlInbox inbox)
    {
        inbox.Enforcement(attempt);
        if (_events is { } events)
            _ = events.RecordAsync([attempt], CancellationToken.None).AsTask();
    }
}
