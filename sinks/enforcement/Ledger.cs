using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>The one shared memory of enforcement: desired state, sightings and what each point was let through, under one lock, journalled.</summary>
internal sealed class Ledger(EnforcementOptions options, DesiredState state, Sightings sightings, Journal journal, TimeProvider time)
{
    private readonly Lock _sync = new();
    private readonly Lock _saving = new();
    private bool _isDirty;
    private readonly List<Admission> _admissions = [];

    public void Register(Admission admission) => _admissions.Add(admission);

    /// <summary>Fills the state from the journal. Points that it does not know are read back from their marks later.</summary>
    public void Restore()
    {
        if (journal.Load() is not { } saved)
            return;
        lock (_sync)
        {
            state.Restore(saved);
            foreach (var admission in _admissions)
            {
                if (saved.Points.TryGetValue(admission.Point, out var placed))
                    admission.Restore(placed);
            }
        }
    }

    /// <summary>True: the batch changed what is asked for. Touches no disk: a flood of verdicts must not slow detection down.</summary>
    public bool Take(DetectedBatch batch)
    {
        lock (_sync)
        {
            sightings.See(batch.Events, batch.Watermark);
            var isChanged = false;
            var now = time.GetUtcNow();
            foreach (var verdict in batch.Verdicts)
            {
                sightings.Suspect(verdict);
                isChanged |= state.Take(verdict, batch.ArrivedAt, now);
            }

            _isDirty |= isChanged;
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
            var before = admission.Version;
            _isDirty |= state.Purge(now);
            var selection = admission.Select(state, standing?.Select(one => one.Target) ?? [], sightings.ActiveActors, now);
            _isDirty |= admission.Version != before;
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
            _isDirty = true;
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
                    Number = 0,
                    Reason = $"read back from the mark at {admission.Point}",
                });
            }
        }
    }

    /// <summary>Changes the state and saves it. False: it could not be saved.</summary>
    public bool Change(Action<DesiredState> change)
    {
        lock (_sync)
        {
            change(state);
            _isDirty = true;
        }

        return Save();
    }

    /// <summary>Brings what has changed since the last time to the disk. False: it could not be saved.</summary>
    public bool Save()
    {
        // One at a time and in order, but the disk is waited for outside the lock that batches need.
        lock (_saving)
        {
            JournalState saved;
            lock (_sync)
            {
                if (!_isDirty)
                    return true;
                _isDirty = false;
                saved = Snapshot();
            }

            if (journal.Save(saved))
                return true;
            lock (_sync)
                _isDirty = true;
            return false;
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

    private JournalState Snapshot() => new()
    {
        Version = JournalState.CurrentVersion,
        HeldUntil = state.HeldUntil,
        LastNumber = state.LastNumber,
        Claims = [.. state.Claims],
        Suppressions = [.. state.Suppressions],
        Points = _admissions.Where(admission => !admission.MustAdopt)
            .ToDictionary(admission => admission.Point, admission => (IReadOnlyList<Placed>)[.. admission.Blocks]),
    };
}
