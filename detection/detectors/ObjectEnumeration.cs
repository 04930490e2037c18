using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Engine.Detection.Baselines;
using Engine.Detection.Endpoints;
using Engine.Detection.Signals;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Detectors;

/// <summary>
/// One actor walks the object ids of an endpoint. Three pieces of evidence, each against what is learned of the endpoint: ids that follow
/// each other with one stride, ids that are refused, and more ids than hardly anybody asks for. Objects that everybody visits are public:
/// walking them is scraping, observed at most; so is a walk while nobody knows who visits them. A newcomer's number alone is observed too.
/// </summary>
internal sealed class ObjectEnumeration(ObjectEnumeration.Options options) : IDetector
{
    /// <summary>Section <c>detectors.API-ENUM-001</c>.</summary>
    public sealed record Options : DetectorOptions
    {
        /// <summary>Steps of one stride over new ids that are a walk while nothing is learned. Default 20.</summary>
        [Range(4, 10_000)]
        public int SequentialIds { get; init; } = 20;

        /// <summary>Refused distinct ids that are guessing while nothing is learned. Default 12.</summary>
        [Range(3, 10_000)]
        public int RefusedIds { get; init; } = 12;

        /// <summary>Distinct ids within one to two hours below which numbers alone are never evidence. Default 50.</summary>
        [Range(10, 1_000_000)]
        public int DistinctIds { get; init; } = 50;

        /// <summary>Share of the asked-for ids that must be refused for refusals to count, 0 to 1. Default 0.1.</summary>
        [Range(0.01, 1)]
        public double RefusedShare { get; init; } = 0.1;

        /// <summary>Share of revisited objects with several visitors from which an endpoint's objects are public, 0 to 1. Default 0.3.</summary>
        [Range(0.01, 1)]
        public double PublicShare { get; init; } = 0.3;
    }

    public static DetectorInfo Declaration { get; } = new()
    {
        Id = "API-ENUM-001",
        Version = 2,
        Title = "Object enumeration",
        Catches = "One actor walks the object ids of an endpoint: in sequence, from a dictionary, or at random; fast or slowly.",
        Categories = ["API1:2023", "CWE-639", "T1213"],
        Severity = Severity.High,
        EvidenceGroup = "object-access",
        Key = "actor × endpoint",
        Needs = ["object ids in path or query"],
        FalsePositives = ["an entitled export on its first day", "a person paging through a dense id range", "a search engine on public objects"],
        LookBack = ActivityTracker.LookBack,
        Memory = "about 200 bytes per actor and endpoint, at most 64 endpoints; ids of the last two hours, 256 exactly, then 1 KiB",
    };

    /// <summary>Evidence of guessing that overrides "its objects are public": a crawler follows links, it does not guess.</summary>
    private const double CertainGuessing = 0.7;

    public DetectorInfo Info => Declaration;

    public void Observe(DetectionContext context, ref object? part)
    {
        if (context.Activity is not { } activity || context.Call.Objects.Count == 0)
            return;

        // Far below every threshold: the common case costs three comparisons.
        if (activity.Walk.Run < options.SequentialIds && activity.RefusedObjects < options.RefusedIds && activity.Objects < options.DistinctIds)
            return;

        var findings = Judge(context, activity);
        if (findings.Strength > 0 && (part as EndpointAlarms ?? (EndpointAlarms)(part = new EndpointAlarms()))
            .Rings(activity.Endpoint, findings.Strength, context.Ticks))
            context.Raise(ToSignal(context, activity, findings));
    }

    public void Follow(object part, EndpointSuccessors successors) => ((EndpointAlarms)part).Follow(successors);

    public void Save(ref MessagePackWriter writer, object part) => EndpointAlarms.Save(ref writer, (EndpointAlarms)part);

    public object Load(ref MessagePackReader reader) => EndpointAlarms.Load(ref reader);

    private Findings Judge(DetectionContext context, EndpointActivity activity)
    {
        var peers = context.Baselines.Mature(activity.Key);
        var sequenceLimit = Math.Max(options.SequentialIds, 2 * (peers?.High(Metric.Run) ?? 0));
        var refusedLimit = Math.Max(options.RefusedIds, 2 * (peers?.High(Metric.RefusedObjects) ?? 0));
        var expected = Expectation.Of(Metric.Objects, activity.MostObjects, activity, context.Baselines);
        var volumeLimit = Math.Max(options.DistinctIds, expected.Factor * expected.Value);

        var sequence = activity.Walk.IsWalking ? Evidence.Strength(activity.Walk.Run, sequenceLimit) : 0;
        var refused = activity.RefusedObjects >= options.RefusedShare * activity.Objects
            ? Evidence.Strength(activity.RefusedObjects, refusedLimit) : 0;
        var volume = Evidence.Strength(activity.Objects, volumeLimit);

        // Somebody of a kind that was not seen yet asks for more than everybody so far, and for its own.
        if (!expected.IsMature || expected.IsOfNewcomer)
            volume = Math.Min(volume, Evidence.ObserveOnly);

        var strength = Evidence.Together(Evidence.Together(sequence, refused), sequence + refused > 0 ? volume / 2 : volume);
        if (IsPublic(context, activity, peers is not null) && refused < CertainGuessing)
            strength = Math.Min(strength, Evidence.ObserveOnly);
        var main = sequence > 0 && sequence >= refused ? Aspect.Sequence : refused > 0 ? Aspect.Refused : Aspect.Volume;
        return new Findings(strength, main, sequenceLimit, refusedLimit, volumeLimit, expected);
    }

    /// <summary>
    /// Known to be visited by many. While nothing is learned, what strangers are served counts as public; once an endpoint is learned and
    /// its objects still have no second visitors, it does not.
    /// </summary>
    private bool IsPublic(DetectionContext context, EndpointActivity activity, bool isLearned)
    {
        var shared = context.Baselines.Find(activity.Key.ForEveryone())?.Objects.SharedShare;
        return shared is { } share ? share >= options.PublicShare : !isLearned;
    }

    private static Signal ToSignal(DetectionContext context, EndpointActivity activity, Findings findings)
    {
        var (observed, expected, threshold, unit) = findings.Main switch
        {
            Aspect.Sequence => ((double)activity.Walk.Run, findings.SequenceLimit / 2.0, (double)findings.SequenceLimit, "ids in sequence"),
            Aspect.Refused => (activity.RefusedObjects, findings.RefusedLimit / 2.0, findings.RefusedLimit, "refused ids"),
            _ => (activity.Objects, findings.Expected.Value, findings.VolumeLimit, "distinct ids"),
        };
        return new Signal
        {
            Detector = Declaration.Id,
            DetectorVersion = Declaration.Version,
            Actor = context.Call.Actor,
            Endpoint = activity.Endpoint,
            From = new DateTimeOffset(activity.FirstTicks, TimeSpan.Zero),
            To = new DateTimeOffset(context.Ticks, TimeSpan.Zero),
            Strength = findings.Strength,
            Reason = Reason(activity, findings),
            Observed = observed,
            Expected = expected,
            Threshold = threshold,
            Unit = unit,
            Events = activity.Sample?.ToList() ?? [context.Call.Call.Id],
            EventCount = activity.Calls,
        };
    }

    private static string Reason(EndpointActivity activity, Findings findings)
    {
        var minutes = Math.Max(1, (activity.LastTicks - activity.FirstTicks) / TimeSpan.TicksPerMinute);
        var walked = findings.Main == Aspect.Sequence
            ? string.Create(CultureInfo.InvariantCulture, $", {activity.Walk.Run} of them in steps of {activity.Walk.Stride:+0;-0} (normal below {findings.SequenceLimit / 2})")
            : "";
        var refused = activity.RefusedObjects > 0
            ? string.Create(CultureInfo.InvariantCulture, $", {activity.RefusedObjects} refused (limit {findings.RefusedLimit})") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"asked {activity.Endpoint.Method} {activity.Endpoint.Template} for {activity.Objects} distinct ids in {minutes} min{walked}{refused}; {findings.Expected.Describe("ids")}");
    }

    private enum Aspect { Sequence, Refused, Volume }

    private readonly record struct Findings(
        double Strength, Aspect Main, long SequenceLimit, long RefusedLimit, long VolumeLimit, Expectation Expected);
}
