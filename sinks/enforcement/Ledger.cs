using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>The one shared memory of enforcement: desired state, sightings and what each point was let through, under one lock, journalled.</summary>
internal sealed class Ledger(EnforcementOptions options, DesiredState state, Sightings sightings, Journal journal, TimeProvider time)
{
    private readonly Lock _sync = new();
    private readonly List<Admission> _admissions = [];

    public void Register(Admission admission) => _admissions.Add(admission);

    /// <summary>Fills the state from the journal. Points that it does not know are read back from their marks later.</summary>
    public void Restore()
    {
        lock (_sync)
        {
            if (journal.Load() is not { } saved)
                return;
            foreach (var claim in saved.Claims)
                state.Restore(claim);
            foreach (var suppression in saved.Suppressions)
                state.Suppress(suppression);
            state.HeldUntil = saved.HeldUntil;
            foreach (var admission in _admissions)
            {
                if (saved.Points.TryGetValue(admission.Point, out var placed))
                    admission.Restore(placed);
            }
        }
    }

    /// <summary>True: the batch changed what is asked for.</summary>
    public bool Take(DetectedBatch batch)
    {
        lock (_sync)
        {
            sightings.See(batch.Events, batch.Watermark);
            if (batch.Verdicts.Count == 0)
                return false;
            var now = time.GetUtcNow();
            var isChanged = false;
            foreach (var verdict in batch.Verdicts)
            {
                sightings.Suspect(verdict);
                isChanged |= state.Take(verdict, batch.ArrivedAt, now);
            }

            if (isChanged)
                Save();
            return isChanged;
        }
    }

    /// <summary>Decides what the point should hold, after taking over marked entries of a point that the journal does not know.</summary>
    /// <param name="admission">The point's.</param>
    /// <param name="standing">What stands there as ours; null where it could not be read.</param>
    /// <param name="now">Wall clock.</param>
    public Selection Select(Admission admission, IReadOnlyList<(Target Target, BlockMark Mark)>? standing, DateTimeOffset now)
    {
        lock (_sync)
        {
            if (standing is not null)
                Adopt(admission, standing, now);
            var isChanged = state.Purge(now);
            var before = admission.Blocks.Select(placed => placed.Target).ToHashSet();
            var selection = admission.Select(state, standing?.Select(one => one.Target) ?? [], sightings.ActiveActors, now);
            if (isChanged || !before.SetEquals(admission.Blocks.Select(placed => placed.Target)))
                Save();
            return selection;
        }
    }

    /// <summary>Takes over what stands at a point that the journal does not know; once.</summary>
    public void Adopt(Admission admission, IReadOnlyList<(Target Target, BlockMark Mark)> standing, DateTimeOffset now)
    {
        lock (_sync)
        {
            if (!admission.MustAdopt)
                return;
            admission.MustAdopt = false;
            foreach (var group in standing.GroupBy(one => one.Mark.Verdict))
            {
                var until = group.Max(one => one.Mark.Until);
                state.Adopt(new Claim
                {
                    Verdict = group.Key,
                    Revision = 0,
                    Action = admission.StrongestAction,
                    Actor = "",
                    ActorHash = 0,
                    Targets = [.. group.Select(one => one.Target).Distinct()],
                    Until = until < now + options.MaximumTimeToLive ? until : now + options.MaximumTimeToLive,
                    Since = now,
                    Reason = $"read back from the mark at {admission.Point}",
                });
            }

            Save();
        }
    }

    /// <summary>Runs under the lock and saves. False: it could not be saved.</summary>
    public bool Change(Action<DesiredState> change)
    {
        lock (_sync)
        {
            change(state);
            return Save();
        }
    }

    public T Read<T>(Func<DesiredState, T> read)
    {
        lock (_sync)
            return read(state);
    }

    public bool Confirm(Admission admission, Target target)
    {
        lock (_sync)
            return admission.Confirm(target);
    }

    public Departure? Left(Admission admission, Target target)
    {
        lock (_sync)
            return admission.Left(target);
    }

    public IReadOnlyList<Target> Leaving(Admission admission)
    {
        lock (_sync)
            return admission.Leaving;
    }

    /// <summary>When the next claim ends; null where there is none.</summary>
    public DateTimeOffset? NextExpiry() => Read(state => state.Claims.Count == 0 ? (DateTimeOffset?)null : state.Claims.Min(claim => claim.Until));

    private bool Save() => journal.Save(new JournalState
    {
        Version = JournalState.CurrentVersion,
        HeldUntil = state.HeldUntil,
        Claims = [.. state.Claims.OrderBy(claim => claim.Verdict)],
        Suppressions = state.Suppressions,
        Points = _admissions.Where(admission => !admission.MustAdopt)
            .ToDictionary(admission => admission.Point, admission => (IReadOnlyList<Placed>)[.. admission.Blocks.OrderBy(placed => placed.Target)]),
    });
}
