using Engine.Schemas;
using Microsoft.Extensions.Logging;
using EventId = Engine.Schemas.EventId;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// The points and their ledger: takes verdicts, reconciles, obeys operators. Owns no loop: <see cref="EnforcementSink"/> drives it while
/// the engine runs, <c>engine unblock</c> drives it when none does.
/// </summary>
internal sealed class Enforcer : IAsyncDisposable
{
    private readonly EnforcementOptions _options;
    private readonly Ledger _ledger;
    private readonly EnforcementAudit _audit;
    private readonly TimeProvider _time;

    /// <param name="options">Checked already.</param>
    /// <param name="directory">Held by this process: journal and audit are in it.</param>
    /// <param name="record">Stores each attempt; null = nobody does.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Where troubles are told.</param>
    public Enforcer(EnforcementOptions options, StateDirectory directory, Action<Schemas.Enforcement>? record, TimeProvider time, ILogger log)
    {
        _options = options;
        _time = time;
        _audit = new EnforcementAudit(directory.Audit, record, log);
        var sightings = new Sightings(options.SharedAddress);
        var actions = options.Points.SelectMany(point => point.Actions).ToHashSet();
        _ledger = new Ledger(options, new DesiredState(options.MaximumTimeToLive, actions), sightings, new Journal(directory.Journal, log), time);
        var rails = new GuardRails(options, sightings);
        Points =
        [
            .. options.Points.Select(one =>
            {
                var point = PointCatalog.Create(one, time);
                var admission = new Admission(one, point.Info, rails, new BlastRadius(options.BlastRadius), options.KillSwitch);
                return new GuardedPoint(one, one.Mode ?? options.Mode, point, admission, _ledger, _audit, time, log);
            }),
        ];
        _ledger.Restore();
    }

    public IReadOnlyList<GuardedPoint> Points { get; }

    /// <summary>True: the batch changed what is asked for, so the points should be reconciled.</summary>
    public bool Take(DetectedBatch batch) => _ledger.Take(batch);

    /// <summary>Brings what has changed to the disk. False: it could not.</summary>
    public bool Save() => _ledger.Save();

    public DateTimeOffset? NextExpiry() => _ledger.NextExpiry();

    public async ValueTask<UnblockReport> UnblockAsync(UnblockRequest request, CancellationToken cancel)
    {
        var points = Points.Where(point => request.Point is null || request.Point == point.Name).ToList();
        if (points.Count == 0)
            throw new UserError($"no enforcement point is named '{request.Point}'; configured are {string.Join(", ", Points.Select(point => point.Name))}", isUsage: true);
        await Task.WhenAll(points.Select(async point => await AttemptAsync(async () => await point.AdoptAsync(cancel))));
        var watch = _audit.Watch();
        var report = Say(request);
        var failures = await Task.WhenAll(points.Select(async point =>
            (point.Name, Failure: await AttemptAsync(async () => await point.ReconcileAsync(isUrgent: true, cancel)))));
        var told = _audit.EndWatch(watch);
        return report with
        {
            Points =
            [
                .. points.Select(point => new UnblockReport.AtPoint(
                    point.Name, point.Mode,
                    [
                        .. told.Where(one => one.Point == point.Name && one is { Change: "unblock", Result: "done" } && Concerns(request, one))
                            .Select(one => new UnblockReport.Removal(one.TargetKind, one.Target, one.VerdictId)),
                    ],
                    HeldByOthers(request, point),
                    failures.First(one => one.Name == point.Name).Failure)),
            ],
        };
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var point in Points)
            await point.DisposeAsync();
        _audit.Dispose();
    }

    /// <summary>Writes the operator's word into the ledger, so that no later reconciliation undoes it.</summary>
    private UnblockReport Say(UnblockRequest request)
    {
        var now = _time.GetUtcNow();
        var report = new UnblockReport { Points = [] };
        var isSaved = _ledger.Change(state =>
        {
            if (request.Resume)
            {
                state.Resume();
                return;
            }

            var until = now + (request.For ?? _options.MaximumTimeToLive);
            long? upTo = request.For is null || request.All ? state.LastNumber : null;
            var concerned = Concerned(request, state);
            var strongest = concerned.Count == 0 ? VerdictAction.Block : concerned.Max(one => one.Claim.Action);
            if (request.All)
            {
                state.Suppress(new Suppression(null, request.Point, null, upTo, VerdictAction.Block, now + _options.MaximumTimeToLive));
                var hold = now + (request.For ?? _options.HoldAfterUnblockAll);
                if (request.Point is null && hold > now)
                    state.HeldUntil = hold;
                report = report with { HeldUntil = state.HeldUntil };
            }
            else if (Guid.TryParse(request.Target, out var verdict))
            {
                state.Suppress(new Suppression(null, request.Point, new EventId(verdict), upTo, strongest, until));
            }
            else if (concerned.Count > 0 || request.For is not null)
            {
                foreach (var target in concerned.Select(one => one.Target).Append(Named(request.Target!)).Distinct())
                    state.Suppress(new Suppression(target, request.Point, null, upTo, strongest, until));
            }

            report = report with
            {
                IsKnown = concerned.Count > 0,
                UnblockedUntil = !request.All && (concerned.Count > 0 || request.For is not null) ? until : null,
            };
        });
        return isSaved ? report : report with { Warning = "this could not be saved, so it is forgotten when the engine restarts; see its log" };
    }

    private static List<(Claim Claim, Target Target)> Concerned(UnblockRequest request, DesiredState state) =>
    [
        .. state.Claims.SelectMany(claim => claim.Targets.Where(target => Names(request, target, claim.Verdict)).Select(target => (claim, target))),
    ];

    private static bool Names(UnblockRequest request, Target target, EventId? verdict) =>
        request.All || target.Value == request.Target || target == Target.ParseAddress(request.Target ?? "")
        || (Guid.TryParse(request.Target, out var id) && verdict?.Value == id);

    private static bool Concerns(UnblockRequest request, Schemas.Enforcement one) =>
        request.All || one.Target == request.Target || one.Target == Target.ParseAddress(request.Target ?? "")?.Value
        || (Guid.TryParse(request.Target, out var id) && one.VerdictId?.Value == id);

    private static Target Named(string text) => Target.ParseAddress(text) ?? new Target(TargetKind.User, text);

    private static IReadOnlyList<string> HeldByOthers(UnblockRequest request, GuardedPoint point) => request.All || request.Target is null
        ? []
        : [.. point.LastSeen.Where(entry => !point.IsOurs(entry) && entry.Target == Named(request.Target)).Select(entry => $"{entry.Key} {entry.Value}")];

    /// <summary>Null: it worked; else why the point failed.</summary>
    private static async ValueTask<string?> AttemptAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
            return null;
        }
        catch (PointFailure e)
        {
            return e.Message;
        }
    }
}
