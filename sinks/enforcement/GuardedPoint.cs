using Microsoft.Extensions.Logging;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// One configured point behind its rails: reads it, decides, changes it, and audits each step when the point has confirmed it.
/// One reconciliation at a time.
/// </summary>
internal sealed partial class GuardedPoint : IAsyncDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly PointOptions _options;
    private readonly IEnforcementPoint _point;
    private readonly Admission _admission;
    private readonly Ledger _ledger;
    private readonly EnforcementAudit _audit;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly HashSet<Target> _failing = [];
    private DateTimeOffset _quotaFrom = DateTimeOffset.MinValue;
    private int _quotaUsed;

    public GuardedPoint(
        PointOptions options, EnforcementMode mode, IEnforcementPoint point, Admission admission, Ledger ledger, EnforcementAudit audit,
        TimeProvider time, ILogger log)
    {
        (_options, Mode, _point, _admission, _ledger, _audit, _time, _log) = (options, mode, point, admission, ledger, audit, time, log);
        ledger.Register(admission);
    }

    public string Name => _options.Name;
    public string Kind => _options.Kind;
    public EnforcementMode Mode { get; }

    /// <summary>What is wrong with the point now; null: it answered last time.</summary>
    public string? Failure { get; private set; }

    /// <summary>What stood there when it was last read.</summary>
    public IReadOnlyList<PointEntry> LastSeen { get; private set; } = [];

    public bool IsOurs(PointEntry entry) => BlockMark.Parse(entry.Value, _options.Owner) is not null;

    /// <summary>
    /// Compares and repairs once. True: the quota left something for the next second. Throws <see cref="PointFailure"/> when the point
    /// cannot be read or refused a change; a dry run only notes it.
    /// </summary>
    /// <param name="isUrgent">An operator's command does not wait for the quota.</param>
    /// <param name="cancel">Ends it between two commands.</param>
    public async ValueTask<bool> ReconcileAsync(bool isUrgent, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            return Mode == EnforcementMode.DryRun ? await RehearseAsync(cancel) : await EnforceAsync(isUrgent, cancel);
        }
        catch (PointFailure e)
        {
            if (Failure != e.Message)
                Failing(Name, e.Message);
            Failure = e.Message;
            throw;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>
    /// Takes over marked entries where the journal does not know the point, so that an operator's word that comes first finds them.
    /// </summary>
    public async ValueTask AdoptAsync(CancellationToken cancel)
    {
        if (!_admission.MustAdopt)
            return;
        await _gate.WaitAsync(cancel);
        try
        {
            _ledger.Adopt(_admission, Standing(await _point.ReadAsync(cancel)), _time.GetUtcNow());
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _point.DisposeAsync();
        _gate.Dispose();
    }

    private async ValueTask<bool> EnforceAsync(bool isUrgent, CancellationToken cancel)
    {
        var actual = await _point.ReadAsync(cancel);
        var now = _time.GetUtcNow();
        var selection = _ledger.Select(_admission, Standing(actual), now);
        TellRefusals(selection);
        LastSeen = actual;
        // Saved first, so that what is about to be blocked can be found; a full disk does not stop it, since the marks tell too.
        _ledger.Save();
        var changes = Reconciler.Compare(
            [.. selection.Wanted.Select(one => new Wanted(one.Key, BlockMark.For(_options.Owner, one.Value.Verdict, one.Value.Until)))],
            actual, _options.Owner);
        var due = isUrgent ? changes : WithinQuota(changes, now);
        await ApplyAsync(due, selection, cancel);
        Recovered();
        return due.Count < changes.Count;
    }

    private async ValueTask ApplyAsync(IReadOnlyList<PointChange> changes, Selection selection, CancellationToken cancel)
    {
        if (changes.Count == 0)
            return;
        var open = changes.ToHashSet();
        try
        {
            await _point.ApplyAsync(changes, Confirmed, cancel);
        }
        catch (PointFailure e)
        {
            foreach (var change in changes.Where(change => open.Contains(change) && _failing.Add(change.Target)))
                Tell(change.Kind == ChangeKind.Remove ? "unblock" : "block", change.Target, change.Mark.Verdict, $"failed: {e.Message}", "", null);
            throw;
        }

        void Confirmed(PointChange change)
        {
            open.Remove(change);
            _failing.Remove(change.Target);
            if (change.Kind == ChangeKind.Remove)
                TellRemoval(change);
            else
                TellBlock(change, selection.Wanted[change.Target]);
        }
    }

    private void TellBlock(PointChange change, Claim claim)
    {
        var isFirst = _ledger.Confirm(_admission, change.Target);
        var reason = change.Kind == ChangeKind.Refresh ? $"extended: {claim.Reason}" : isFirst ? claim.Reason : $"repaired: {claim.Reason}";
        var timeToBlock = isFirst && change.Kind == ChangeKind.Add ? _time.GetUtcNow() - claim.ArrivedAt : null;
        Tell("block", change.Target, claim.Verdict, "done", reason, timeToBlock);
    }

    private void TellRemoval(PointChange change)
    {
        var departure = _ledger.Left(_admission, change.Target) ?? (change.Mark.Until <= _time.GetUtcNow()
            ? new Departure("expire", "the verdict has expired", change.Mark.Verdict)
            : new Departure("unblock", "no verdict in force asks for it", change.Mark.Verdict));
        Tell(departure.Change, change.Target, change.Mark.Verdict, "done", departure.Reason, null);
    }

    /// <summary>Says what would be done. The only thing it changes: entries of ours that an enforcing run left behind go, since nobody else would end them.</summary>
    private async ValueTask<bool> RehearseAsync(CancellationToken cancel)
    {
        PointFailure? failure = null;
        IReadOnlyList<PointEntry>? actual = null;
        try
        {
            actual = await _point.ReadAsync(cancel);
            LastSeen = actual;
        }
        catch (PointFailure e)
        {
            failure = e;
        }

        var selection = _ledger.Select(_admission, actual is null ? null : Standing(actual), _time.GetUtcNow());
        TellRefusals(selection);
        _ledger.Save();
        if (actual is not null && Reconciler.Compare([], actual, _options.Owner) is { Count: > 0 } leftovers)
            await ApplyAsync(leftovers, selection, cancel);

        foreach (var (target, claim) in selection.Wanted)
        {
            if (_ledger.Confirm(_admission, target))
                Tell("block", target, claim.Verdict, "dry-run", claim.Reason, null);
        }

        foreach (var target in _ledger.Leaving(_admission))
        {
            if (_ledger.Left(_admission, target) is { } departure)
                Tell(departure.Change, target, departure.Verdict, "dry-run", departure.Reason, null);
        }

        if (failure is not null)
            throw failure;
        Recovered();
        return false;
    }

    private List<(Target Target, BlockMark Mark)> Standing(IReadOnlyList<PointEntry> actual)
    {
        var standing = new List<(Target, BlockMark)>();
        foreach (var entry in actual)
        {
            if (BlockMark.Parse(entry.Value, _options.Owner) is { } mark)
                standing.Add((entry.Target, mark));
        }

        return standing;
    }

    private IReadOnlyList<PointChange> WithinQuota(IReadOnlyList<PointChange> changes, DateTimeOffset now)
    {
        if (now - _quotaFrom >= Second)
            (_quotaFrom, _quotaUsed) = (now, 0);
        var allowed = Math.Min(changes.Count, Math.Max(0, _point.Info.ChangesPerSecond - _quotaUsed));
        _quotaUsed += allowed;
        return allowed == changes.Count ? changes : [.. changes.Take(allowed)];
    }

    private void TellRefusals(Selection selection)
    {
        foreach (var (target, claim, refusal) in selection.Refused)
            Tell("block", target, claim.Verdict, $"refused: {refusal.Rail}", refusal.Why, null);
    }

    private void Tell(string change, Target target, Schemas.EventId verdict, string result, string reason, TimeSpan? timeToBlock)
    {
        var mode = Mode == EnforcementMode.DryRun ? "dry-run" : "enforce";
        _audit.Write(new Schemas.Enforcement(
            _time.GetUtcNow(), Name, mode, change, target.KindName, target.Value, verdict, result, reason, timeToBlock));
    }

    private void Recovered()
    {
        if (Failure is not null)
            AnswersAgain(Name);
        Failure = null;
    }

    [LoggerMessage(3111, LogLevel.Warning, "enforcement point {Point}: {Why}")]
    private partial void Failing(string point, string why);

    [LoggerMessage(3112, LogLevel.Information, "enforcement point {Point} answers again")]
    private partial void AnswersAgain(string point);
}
