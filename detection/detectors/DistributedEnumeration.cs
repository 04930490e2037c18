using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Engine.Detection.Baselines;
using Engine.Detection.Endpoints;
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
/// action where a second thing says so: more of the ids are refused than ever are to those who were given them, and of strangers, that
/// the ids follow the clock, that they are one program or one network.
/// </summary>
/// <remarks>
/// Needs no large population. Two null hypotheses: visitors choose for themselves (then they meet: sharing out passes by chance once in
/// 700 times with 80 ids, once in 100,000 with 160), or each has objects of its own (then nobody meets, but what is one's own is hardly
/// ever refused). Refusals must be less likely than one in a thousand under the second; while the endpoint is not learned, than one in
/// a million, and the visitors be strangers: of a team that may share out a backlog nothing can be told yet.
/// </remarks>
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

        /// <summary>Ids of it that each must have taken. Default 5.</summary>
        [Range(2, WalkVisitor.MostIds)]
        public int IdsPerActor { get; init; } = 5;

        /// <summary>Share of a stretch of ids that must be covered, 0 to 1. Default 0.6.</summary>
        [Range(0.3, 1)]
        public double Coverage { get; init; } = 0.6;

        /// <summary>Share of the ids that honest visitors are refused: dead links, things deleted since. Far more is guessing. Default 0.02.</summary>
        [Range(0.001, 0.5)]
        public double DeadLinks { get; init; } = 0.02;

        /// <summary>Share of revisited objects with several visitors from which an endpoint's objects are public, 0 to 1. Default 0.3.</summary>
        [Range(0.01, 1)]
        public double PublicShare { get; init; } = 0.3;
    }

    public static DetectorInfo Declaration { get; } = new()
    {
        Id = "API-ENUM-002",
        Version = 2,
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
            "a stranger with several scattered ids of its own in the midst of a walk, while it is walked",
            "a search engine that crawls one-visitor pages by number from many addresses",
        ],
        LookBack = ActivityTracker.LookBack,
        Memory = "150 bytes per endpoint; 300 bytes for each actor with unusual neighbouring ids and 24 for each id, at most 2,048 actors with 64 ids; two hours",
    };

    /// <summary>Numbers beyond are hashes, and cannot be counted through.</summary>
    private const long LargestId = 1L << 60;

    /// <summary>Two-hour buckets that make an actor its own measure: the first may be of this very walk.</summary>
    private const int OwnBuckets = 2;

    /// <summary>Share of the actors that must be alike.</summary>
    private const double MostlyStrangers = 0.5, OneProgram = 0.8, OneNetwork = 0.5;

    /// <summary>Powers of ten by which refusals must be unlikely: where the endpoint is learned, and where nothing else is known.</summary>
    private const double Unlikely = 3, VeryUnlikely = 6;

    /// <summary>What each further thing that says so is worth.</summary>
    private const double Further = 0.4;

    /// <summary>Used by the fact step only, which is one thread.</summary>
    private readonly WalkSearch _search = new(options.Coverage, options.Actors, options.DistinctIds);

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
            Key = FactKey.OfEndpoint(activity.Endpoint, activity.Environment, activity.SourceFormat).Value,
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

    public FactKey? Leads(object part, EndpointSuccessors successors) => ((SharedWalk)part).Leads(successors);

    public object Move(object part, EndpointSuccessors successors, object? known)
    {
        var walk = (SharedWalk)part;
        if (known is not SharedWalk there)
            return walk.MovedTo(successors);
        there.Absorb(walk);
        return there;
    }

    public int SizeOf(object part) => ((SharedWalk)part).Size;

    public long ForgottenOf(object part) => ((SharedWalk)part).Forgotten;

    public void SaveGathered(ref MessagePackWriter writer, object part) => SharedWalk.Save(ref writer, (SharedWalk)part);

    public object LoadGathered(ref MessagePackReader reader) => SharedWalk.Load(ref reader);

    private void Judge(FactContext context, SharedWalk walk)
    {
        foreach (var place in walk.Places)
        {
            // Ids that end in a check digit lie ten apart.
            if ((_search.Find(walk, place, scale: 1, options.IdsPerActor) ?? _search.Find(walk, place, scale: 10, options.IdsPerActor)) is { } found)
                Report(context, walk, found);
        }
    }

    private void Report(FactContext context, SharedWalk walk, FoundWalk found)
    {
        var known = context.Baselines.Mature(walk.Key);
        var isPublic = context.Baselines.Find(walk.Key)?.Objects.SharedShare >= options.PublicShare;
        var strength = StrengthOf(found, known, isPublic);
        if (strength == 0)
            return;
        string? reason = null;
        foreach (var member in found.Members)
        {
            if (member.Alarm.Rings(strength, member.LastTicks))
                context.Raise(ToSignal(walk, found, member, known, strength, reason ??= Reason(walk, found, known)));
        }
    }

    private double StrengthOf(FoundWalk found, Baseline? known, bool isPublic)
    {
        var guessed = Evidence.Surprise(found.Refused, found.Visits, options.DeadLinks);
        var isGuessing = guessed >= VeryUnlikely && found.Strangers >= MostlyStrangers;
        if (found.IsMostlyNew && !isGuessing)
            return 0;
        var strength = Evidence.Strength(found.Ids, options.DistinctIds);
        var isUnusual = known is not null && found.Ids >= 2 * known.Median(Metric.Objects) * found.Members.Count;
        var saySo = (guessed >= Unlikely ? 1 : 0) + SaySoOfStrangers(found);
        return (isGuessing || isUnusual) && !isPublic && saySo > 0
            ? Evidence.Together(strength, 1 - Math.Pow(1 - Further, saySo - 1))
            : Math.Min(strength, Evidence.ObserveOnly);
    }

    /// <summary>A team at its queue goes in order too, from one office with one browser.</summary>
    private static int SaySoOfStrangers(FoundWalk found) => found.Strangers < MostlyStrangers ? 0
        : (found.FollowsTheClock ? 1 : 0) + (found.SameProgram >= OneProgram ? 1 : 0) + (found.SameNetwork >= OneNetwork ? 1 : 0);

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
