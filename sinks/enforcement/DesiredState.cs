using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// What the verdicts in force ask for, and what operators have said against it. Not thread-safe: <see cref="Enforcer"/> holds the lock.
/// Verdicts speak in event time; here it meets the wall clock once: a verdict that is over by the wall clock is never taken,
/// so replayed old traffic blocks nobody.
/// </summary>
/// <param name="maximumTimeToLive">Longest life of a claim after its latest revision.</param>
/// <param name="actions">Actions that at least one point carries out; others are not kept.</param>
public sealed class DesiredState(TimeSpan maximumTimeToLive, IReadOnlySet<VerdictAction> actions)
{
    /// <summary>Verdicts in force that are kept; beyond it new ones are counted as <see cref="Overflow"/>.</summary>
    public const int MostClaims = 50_000;

    private const int ReasonLength = 240;
    private readonly Dictionary<EventId, Claim> _claims = [];
    private readonly List<Suppression> _suppressions = [];

    public IReadOnlyCollection<Claim> Claims => _claims.Values;
    public IReadOnlyList<Suppression> Suppressions => _suppressions;

    /// <summary>Number of the verdict taken last.</summary>
    public long LastNumber { get; private set; }

    /// <summary>No new block before this moment (<c>engine unblock --all</c>); null = no hold.</summary>
    public DateTimeOffset? HeldUntil { get; set; }

    /// <summary>Verdicts that were already over by the wall clock.</summary>
    public long Expired { get; private set; }

    /// <summary>Verdicts not taken because <see cref="MostClaims"/> are in force.</summary>
    public long Overflow { get; private set; }

    /// <summary>True: the verdict changed what is asked for.</summary>
    public bool Take(Verdict verdict, DateTimeOffset arrivedAt, DateTimeOffset now)
    {
        var known = _claims.GetValueOrDefault(verdict.Id);
        if (known is not null && known.Revision >= verdict.Revision)
            return false;
        var limit = now + maximumTimeToLive;
        var until = verdict.Expires < limit ? verdict.Expires : limit;
        var targets = actions.Contains(verdict.Action) && until > now ? TargetsOf(verdict.Targets) : [];
        if (until <= now)
            Expired++;
        if (targets.Count == 0)
            return _claims.Remove(verdict.Id);
        if (known is null && _claims.Count >= MostClaims)
        {
            Overflow++;
            return false;
        }

        _claims[verdict.Id] = new Claim
        {
            Verdict = verdict.Id,
            Revision = verdict.Revision,
            Action = verdict.Action,
            Actor = ActorName.Of(verdict.Actor.Key),
            ActorHash = verdict.Actor.Hash,
            Targets = targets,
            Until = until,
            Number = known?.Number ?? ++LastNumber,
            Reason = Shorten(verdict.Explanation),
            ArrivedAt = arrivedAt,
        };
        return true;
    }

    /// <summary>Puts back what the journal remembers.</summary>
    public void Restore(JournalState saved)
    {
        foreach (var claim in saved.Claims)
            _claims[claim.Verdict] = claim;
        _suppressions.AddRange(saved.Suppressions);
        HeldUntil = saved.HeldUntil;
        LastNumber = saved.LastNumber;
    }

    /// <summary>Takes over what a point's marks tell; a claim that came with its verdict knows more and wins.</summary>
    public void Adopt(Claim claim)
    {
        var known = _claims.GetValueOrDefault(claim.Verdict);
        if (known is null)
            _claims[claim.Verdict] = claim with { Number = ++LastNumber };
        else if (known.Revision == 0)
            _claims[claim.Verdict] = known with { Targets = [.. known.Targets.Union(claim.Targets)] };
    }

    public void Suppress(Suppression suppression) => _suppressions.Add(suppression);

    /// <summary>Lifts every suppression and the hold.</summary>
    public void Resume()
    {
        _suppressions.Clear();
        HeldUntil = null;
    }

    public bool IsSuppressed(Claim claim, Target target, string point, DateTimeOffset now)
    {
        foreach (var suppression in _suppressions)
        {
            if (suppression.Covers(claim, target, point, now))
                return true;
        }

        return false;
    }

    /// <summary>Forgets what is over by <paramref name="now"/>. True: something was.</summary>
    public bool Purge(DateTimeOffset now)
    {
        var over = _claims.Values.Where(claim => claim.Until <= now).Select(claim => claim.Verdict).ToList();
        foreach (var verdict in over)
            _claims.Remove(verdict);
        if (HeldUntil <= now)
            HeldUntil = null;
        return _suppressions.RemoveAll(suppression => suppression.Until <= now) + over.Count > 0;
    }

    private static List<Target> TargetsOf(VerdictTargets named)
    {
        var targets = new List<Target>();
        foreach (var text in named.Addresses)
        {
            if (Target.ParseAddress(text) is { } address)
                targets.Add(address);
        }

        targets.AddRange(named.Users.Select(user => new Target(TargetKind.User, user)));
        targets.AddRange(named.Sessions.Select(session => new Target(TargetKind.Session, session)));
        targets.AddRange(named.Tokens.Select(token => new Target(TargetKind.Token, token)));
        return targets;
    }

    private static string Shorten(string text) => text.Length <= ReasonLength ? text : text[..ReasonLength] + "…";
}
