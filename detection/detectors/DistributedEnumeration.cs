using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Engine.Detection.Baselines;
using Engine.Detection.Facts;
using Engine.Detection.Facts.Walks;
using Engine.Detection.Signals;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Detectors;

/// <summary>
/// Many actors together walk one id space, each too little to be seen alone. Independent visitors of one set of ids cannot cover a stretch
/// of it without meeting; owners meet nobody, but their objects are scattered, or so new that nobody could have known them. Actors that
/// share out an old stretch of ids, each several of them and more than ever before, are one hand. That alone is observed; it leads to
/// action where a second thing says so: the ids follow the clock, some are refused, one program, one network.
/// </summary>
internal sealed class DistributedEnumeration(DistributedEnumeration.Options options) : IFactDetector
{
    /// <summary>Section <c>detectors.API-ENUM-002</c>.</summary>
    public sealed record Options : DetectorOptions
    {
        /// <summary>Actors that must share a walk. Default 8.</summary>
        [Range(3, 1_000)]
        public int Actors { get; init; } = 8;

        /// <summary>Distinct ids that they must have covered together within one to two hours. Default 80.</summary>
        [Range(20, 100_000)]
        public int DistinctIds { get; init; } = 80;

        /// <summary>Ids of it that each must have taken, and more where actors normally take several. Default 5.</summary>
        [Range(2, WalkVisitor.MostIds)]
        public int IdsPerActor { get; init; } = 5;

        /// <summary>Share of a stretch of ids that must be covered, 0 to 1. Default 0.6.</summary>
        [Range(0.3, 1)]
        public double Coverage { get; init; } = 0.6;

        /// <summary>Share of the ids that must be refused to speak for guessing, 0 to 1. Default 0.05.</summary>
        [Range(0.01, 1)]
        public double RefusedShare { get; init; } = 0.05;

        /// <summary>Share of revisited objects with several visitors from which an endpoint's objects are public, 0 to 1. Default 0.3.</summary>
        [Range(0.01, 1)]
        public double PublicShare { get; init; } = 0.3;
    }

    public static DetectorInfo Declaration { get; } = new()
    {
        Id = "API-ENUM-002",
        Version = 1,
        Title = "Distributed object enumeration",
        Catches = "Many actors together walk one id space of an endpoint, each only a few ids: a botnet, rented addresses, bought accounts.",
        Categories = ["API1:2023", "CWE-639", "T1213", "T1583.005"],
        Severity = Severity.High,
        EvidenceGroup = "object-access",
        Key = "endpoint",
        Needs = ["numeric object ids in path or query"],
        FalsePositives =
        [
            "a new fleet of anonymous workers that shares out a backlog by number, on its first day",
            "a search engine that crawls one-visitor pages by number from many addresses",
        ],
        LookBack = ActivityTracker.LookBack,
        Memory = "150 bytes per endpoint; 300 bytes for each actor with unusual neighbouring ids and 24 for each id, at most 2,048 actors with 64 ids; two hours",
    };

    /// <summary>Numbers beyond are hashes, and cannot be counted through.</summary>
    private const long LargestId = 1L << 60;

    /// <summary>Two-hour buckets that make an actor its own measure: the first may be of this very walk.</summary>
    private const int OwnBuckets = 2;

    /// <summary>How closely ids must follow the clock; how alike programs and networks must be.</summary>
    private const double FollowsTheClock = 0.7, OneProgram = 0.8, OneNetwork = 0.5;

    /// <summary>Refusals below which a share of them means nothing.</summary>
    private const int FewRefusals = 5;

    /// <summary>What each further thing that says so is worth.</summary>
    private const double Further = 0.4;

    /// <summary>Used by the fact step only, which is one thread.</summary>
    private readonly WalkSearch _search = new(options.Coverage);

    public DetectorInfo Info => Declaration;
    public FactKind Kind => FactKind.Endpoint;

    public void Observe(DetectionContext context, ref object? part)
    {
        if (context.NewObject is not { Number: > -LargestId and < LargestId } asked || context.Activity is not { } activity)
            return;
        var outcome = OutcomeOf(context.Call.Call.Status);
        var isUnusual = asked.IsNear && (activity.TaughtBuckets < OwnBuckets || activity.Objects > 2 * activity.MostObjects);
        if (!isUnusual && outcome != FactOutcome.Succeeded)
            return;
        context.Emit(new Fact
        {
            Kind = FactKind.Endpoint,
            Key = activity.Key.ForEveryone().Hash,
            Actor = context.Call.Actor,
            Endpoint = activity.Endpoint,
            Environment = activity.Environment,
            SourceFormat = activity.SourceFormat,
            Ticks = context.Ticks,
            Event = context.Call.Call.Id,
            Value = asked.Number,
            Count = activity.Objects,
            Outcome = outcome,
            IsUnusual = isUnusual,
        });
    }

    public void Gather(in Fact fact, ref object? part) =>
        (part as SharedWalk ?? (SharedWalk)(part = new SharedWalk(fact.Endpoint, fact.Environment, fact.SourceFormat))).Visit(fact, options.IdsPerActor);

    public void Conclude(FactContext context, object part)
    {
        var walk = (SharedWalk)part;
        if (walk.Places.Count > 0 && walk.Visitors.Count >= options.Actors)
            Judge(context, walk);
        walk.ClearPlaces();
    }

    public int SizeOf(object part) => ((SharedWalk)part).Size;

    public long ForgottenOf(object part) => ((SharedWalk)part).Forgotten;

    public void SaveGathered(ref MessagePackWriter writer, object part) => SharedWalk.Save(ref writer, (SharedWalk)part);

    public object LoadGathered(ref MessagePackReader reader) => SharedWalk.Load(ref reader);

    private void Judge(FactContext context, SharedWalk walk)
    {
        var key = new BaselineKey(walk.Endpoint.Id, null, walk.Environment, walk.SourceFormat);
        var known = context.Baselines.Mature(key);
        var each = (int)Math.Clamp(2 * (known?.Median(Metric.Objects) ?? 0), options.IdsPerActor, WalkVisitor.MostIds);
        foreach (var place in walk.Places)
        {
            if (place.MostIds < each)
                continue;

            // Ids that end in a check digit lie ten apart.
            if ((Enough(_search.Find(walk, place.Id, scale: 1, each)) ?? Enough(_search.Find(walk, place.Id, scale: 10, each))) is { } found)
                Report(context, walk, found, known);
        }
    }

    private FoundWalk? Enough(FoundWalk? found) => found?.Members.Count >= options.Actors && found.Ids >= options.DistinctIds ? found : null;

    private void Report(FactContext context, SharedWalk walk, FoundWalk found, Baseline? known)
    {
        var strength = StrengthOf(found);
        if (known is null || known.Objects.SharedShare >= options.PublicShare)
            strength = Math.Min(strength, Evidence.ObserveOnly);
        var reason = Reason(walk, found, known);
        foreach (var member in found.Members)
        {
            if (member.Alarm.Rings(strength, member.LastTicks))
                context.Raise(ToSignal(walk, found, member, known, strength, reason));
        }
    }

    private double StrengthOf(FoundWalk found)
    {
        var strength = Evidence.Strength(found.Ids, options.DistinctIds);
        var saySo = (Math.Abs(found.InOrder) >= FollowsTheClock ? 1 : 0)
            + (found.Refused >= FewRefusals && found.RefusedShare >= options.RefusedShare ? 1 : 0)
            + (found.SameProgram >= OneProgram ? 1 : 0)
            + (found.SameNetwork >= OneNetwork ? 1 : 0);
        if (saySo == 0)
            return Math.Min(strength, Evidence.ObserveOnly);
        return Evidence.Together(strength, 1 - Math.Pow(1 - Further, saySo - 1));
    }

    private static string Reason(SharedWalk walk, FoundWalk found, Baseline? known)
    {
        var normal = known is null ? "too little is known of this endpoint to compare with"
            : string.Create(CultureInfo.InvariantCulture, $"normal: at most {known.Usual(Metric.Objects)} ids per client");
        return string.Create(CultureInfo.InvariantCulture,
            $"{found.Members.Count} actors together asked {walk.Endpoint.Operation} for {found.Ids} distinct ids from {found.Lowest} to {found.Highest}, {(double)found.Ids / found.Members.Count:0} each and hardly any twice{found.Describe()}; {normal}");
    }

    private Signal ToSignal(SharedWalk walk, FoundWalk found, WalkVisitor member, Baseline? known, double strength, string reason) => new()
    {
        Detector = Declaration.Id,
        DetectorVersion = Declaration.Version,
        Actor = member.Actor,
        Endpoint = walk.Endpoint,
        From = new DateTimeOffset(member.FirstTicks, TimeSpan.Zero),
        To = new DateTimeOffset(member.LastTicks, TimeSpan.Zero),
        Strength = strength,
        Reason = reason,
        Observed = found.Ids,
        Expected = known?.Usual(Metric.Objects) ?? 0,
        Threshold = options.DistinctIds,
        Unit = "distinct ids of all actors together",
        Events = member.Events?.ToList() ?? [],
        EventCount = member.Ids.Count,
    };

    private static FactOutcome OutcomeOf(int? status) => status switch
    {
        >= 200 and < 300 => FactOutcome.Succeeded,
        403 or 404 or 410 => FactOutcome.Refused,
        _ => FactOutcome.Unknown,
    };
}
