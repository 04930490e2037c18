using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// Decides which of the claims one point carries out: its actions and scope, operators' words, the rails and the caps. A target that
/// was let through stays through: caps hold back only what is new. No I/O and no clock of its own.
/// </summary>
internal sealed class Admission(PointOptions options, PointInfo info, GuardRails rails, BlastRadius caps, bool isKilled)
{
    private readonly Dictionary<Target, Placed> _placed = [];
    private readonly Dictionary<Target, Departure> _leaving = [];
    private Dictionary<Target, string> _refused = [];

    public string Point => options.Name;

    /// <summary>The strongest action this point carries out: what an entry without a known verdict is taken for.</summary>
    public VerdictAction StrongestAction => options.Actions.Max();

    /// <summary>What was let through and still holds; for the journal.</summary>
    public IReadOnlyCollection<Placed> Blocks => _placed.Values;

    /// <summary>Rises whenever <see cref="Blocks"/> gains or loses a target.</summary>
    public long Version { get; private set; }

    /// <summary>True until the point's own entries have been read once without a journal that knows it.</summary>
    public bool MustAdopt { get; set; } = true;

    public void Restore(IEnumerable<Placed> placed)
    {
        MustAdopt = false;
        foreach (var one in placed)
            _placed[one.Target] = one with { IsConfirmed = true };
    }

    /// <param name="state">What is asked for.</param>
    /// <param name="standing">Targets that stand at the point as ours: they count as let through.</param>
    /// <param name="activeActors">For the cap on their share.</param>
    /// <param name="now">Wall clock.</param>
    public Selection Select(DesiredState state, IEnumerable<Target> standing, long activeActors, DateTimeOffset now)
    {
        var wanted = new Dictionary<Target, Claim>();
        var refused = new Dictionary<Target, (Claim Claim, Refusal Refusal)>();
        var unblocked = new HashSet<Target>();
        var through = new HashSet<Target>(standing);
        through.UnionWith(_placed.Keys);
        foreach (var claim in state.Claims.OrderBy(claim => claim.Number))
        {
            if (claim.Until <= now || !options.Actions.Contains(claim.Action))
                continue;
            foreach (var target in claim.Targets)
            {
                if (!CanActOn(target))
                    continue;
                if (state.IsSuppressed(claim, target, Point, now))
                    unblocked.Add(target);
                else if (wanted.TryGetValue(target, out var present) && present.Until >= claim.Until)
                    continue;
                else if (Judge(state, target, claim, through, activeActors, now) is { } refusal)
                    refused.TryAdd(target, (claim, refusal));
                else
                    wanted[target] = claim;
            }

            if (!claim.Targets.Any(CanActOn))
                refused.TryAdd(claim.Targets[0], (claim, new Refusal("scope", "the verdict names nothing that this point can act on")));
        }

        Depart(wanted, refused, unblocked, now);
        foreach (var (target, claim) in wanted)
        {
            _leaving.Remove(target);
            if (!_placed.ContainsKey(target))
                Version++;
            _placed[target] = new Placed(target, claim.Verdict, claim.Until, _placed.TryGetValue(target, out var before) && before.IsConfirmed);
        }

        return new Selection(wanted, Told(wanted, refused));
    }

    /// <summary>The point has confirmed the block. True: for the first time.</summary>
    public bool Confirm(Target target)
    {
        if (!_placed.TryGetValue(target, out var placed) || placed.IsConfirmed)
            return false;
        _placed[target] = placed with { IsConfirmed = true };
        return true;
    }

    /// <summary>The block is gone; why it had to go, or null where this point never knew it.</summary>
    public Departure? Left(Target target) => _leaving.Remove(target, out var departure) ? departure : null;

    /// <summary>Blocks that end and were confirmed: what a dry run announces.</summary>
    public IReadOnlyList<Target> Leaving => [.. _leaving.Keys];

    private bool CanActOn(Target target) =>
        info.Targets.Contains(target.Kind) && (options.Scope.Count == 0 || options.Scope.Contains(target.Kind));

    private Refusal? Judge(
        DesiredState state, Target target, Claim claim, HashSet<Target> through, long activeActors, DateTimeOffset now)
    {
        if (isKilled)
            return new Refusal("kill-switch", "enforcement.kill_switch is on");
        if (state.HeldUntil is { } held && now < held)
            return new Refusal("hold", $"engine unblock --all holds new blocks until {held:yyyy-MM-dd HH:mm:ss}Z");
        if (rails.Check(target, claim) is { } refusal)
            return refusal;
        if (through.Contains(target))
            return null;
        if (caps.Admit(through.Count, activeActors, now) is { } capped)
            return capped;
        through.Add(target);
        return null;
    }

    private void Depart(
        Dictionary<Target, Claim> wanted, Dictionary<Target, (Claim Claim, Refusal Refusal)> refused, HashSet<Target> unblocked, DateTimeOffset now)
    {
        foreach (var (target, placed) in _placed)
        {
            if (wanted.ContainsKey(target))
                continue;
            _placed.Remove(target);
            Version++;
            if (!placed.IsConfirmed)
                continue;
            _leaving[target] = unblocked.Contains(target) ? new Departure("unblock", "engine unblock", placed.Verdict)
                : refused.TryGetValue(target, out var why) ? new Departure("unblock", $"{why.Refusal.Rail}: {why.Refusal.Why}", placed.Verdict)
                : placed.Until <= now ? new Departure("expire", "the verdict has expired", placed.Verdict)
                : new Departure("unblock", "the verdict no longer asks for it", placed.Verdict);
        }
    }

    private List<(Target, Claim, Refusal)> Told(Dictionary<Target, Claim> wanted, Dictionary<Target, (Claim Claim, Refusal Refusal)> refused)
    {
        var told = new List<(Target, Claim, Refusal)>();
        var still = new Dictionary<Target, string>();
        foreach (var (target, (claim, refusal)) in refused)
        {
            if (wanted.ContainsKey(target))
                continue;
            still[target] = refusal.Rail;
            if (!_refused.TryGetValue(target, out var before) || before != refusal.Rail)
                told.Add((target, claim, refusal));
        }

        _refused = still;
        return told;
    }
}
