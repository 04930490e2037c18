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
/// An actor takes far more data than its peers and than it ever did: from one endpoint, or from all together. Measured against what is
/// learned, in the source's own byte counts; what everybody downloads is not exfiltration.
/// </summary>
internal sealed class BulkExfiltration(BulkExfiltration.Options options) : IDetector
{
    /// <summary>Section <c>detectors.API-EXFIL-001</c>.</summary>
    public sealed record Options : DetectorOptions
    {
        /// <summary>How many median look-backs of the endpoint an actor may take before size is looked at. Default 10.</summary>
        [Range(2, 10_000)]
        public int Medians { get; init; } = 10;

        /// <summary>Response bytes within one to two hours below which nothing is exfiltration. Default 64 KiB.</summary>
        [Range(1, long.MaxValue)]
        public long FloorBytes { get; init; } = 64 * 1024;

        /// <summary>How many times its own most an actor may take over all endpoints. Default 5.</summary>
        [Range(2, 1000)]
        public int OwnFactor { get; init; } = 5;
    }

    /// <summary>Two-hour buckets after which an actor's own volume is a measure, and from which it is a rough one.</summary>
    private const int OwnBuckets = 5, FewestOwnBuckets = 2;

    /// <summary>How much more a rough measure must be exceeded, beside what it lacks in buckets.</summary>
    private const int RoughMargin = 4;

    /// <summary>Look-backs of others before anything is said.</summary>
    private const int FewestWindows = 20;

    /// <summary>Calls below which a large volume is one large document, not many things taken.</summary>
    private const int FewestCalls = 5;

    public static DetectorInfo Declaration { get; } = new()
    {
        Id = "API-EXFIL-001",
        Version = 2,
        Title = "Bulk data exfiltration",
        Catches = "An actor takes far more bytes, from an endpoint or from all, than is normal for it and for its peers.",
        Categories = ["API1:2023", "API4:2023", "API3:2023", "T1530"],
        Severity = Severity.High,
        EvidenceGroup = "object-access",
        Key = "actor × endpoint, actor",
        Needs = ["response bytes", "status"],
        FalsePositives = ["a customer's one-time full export", "an integration that starts again from nothing after an outage"],
        LookBack = ActivityTracker.LookBack,
        Memory = "within the activity that all detectors share; an alarm of 100 bytes once it fires",
    };

    public DetectorInfo Info => Declaration;

    public void Observe(DetectionContext context, ref object? part)
    {
        if (context.Activity is not { } activity || context.Call.Call.Status is not (>= 200 and < 300) || activity.Bytes < options.FloorBytes)
            return;
        var findings = FromEndpoint(context, activity);
        if (!findings.IsExplained && FromAll(context) is { Strength: > 0 } whole && whole.Strength > findings.Strength)
            findings = whole;
        if (findings.Strength > 0 && (part as EndpointAlarms ?? (EndpointAlarms)(part = new EndpointAlarms()))
            .Rings(activity.Endpoint, findings.Strength, context.Ticks))
            context.Raise(ToSignal(context, activity, findings));
    }

    public void Follow(object part, EndpointSuccessors successors) => ((EndpointAlarms)part).Follow(successors);

    public void Save(ref MessagePackWriter writer, object part) => EndpointAlarms.Save(ref writer, (EndpointAlarms)part);

    public object Load(ref MessagePackReader reader) => EndpointAlarms.Load(ref reader);

    private Findings FromEndpoint(DetectionContext context, EndpointActivity activity)
    {
        if (activity.Bytes <= 2 * activity.MostBytes)
            return Findings.Explained;
        var everyone = context.Baselines.Find(activity.Key.ForEveryone());
        var expected = Expectation.Of(Metric.Bytes, activity.MostBytes, activity, context.Baselines);
        if (everyone is null || (!expected.IsMature && everyone.Windows(Metric.Bytes) < FewestWindows))
            return default;

        var normal = expected.IsMature ? expected.Value : Math.Max(expected.Value, everyone.High(Metric.Bytes));
        var limit = Math.Max(Math.Max(options.FloorBytes, options.Medians * everyone.Median(Metric.Bytes)), expected.Factor * normal);
        // From the limit on it is worth looking at; half as much again is worth acting on.
        var strength = Math.Max(
            Evidence.Strength(activity.Bytes, limit + (limit / 2)), activity.Bytes >= limit ? Evidence.ObserveOnly : 0);
        if (strength == 0 && expected.IsMature)
            return Findings.Explained;
        var isSure = expected.IsMature && context.Call.Actor.Peers != PeerGroup.Strangers;
        return new Findings(isSure ? strength : Math.Min(strength, Evidence.ObserveOnly), activity.Bytes, activity.Calls, normal, limit, expected.Describe("bytes"));
    }

    private Findings FromAll(DetectionContext context)
    {
        ref var volume = ref context.Actor.Volume;
        if (volume.TaughtBuckets < FewestOwnBuckets || volume.Calls < FewestCalls || volume.Bytes <= options.OwnFactor * volume.Most)
            return default;
        if (context.Baselines.Mature(BaselineKey.ForEverything(context.Call)) is not { } peers)
            return default;

        // The chance that the next of k volumes exceeds c times the largest falls with k times c: a rough measure must be exceeded by far.
        var patience = volume.TaughtBuckets >= OwnBuckets ? 1 : RoughMargin * OwnBuckets / volume.TaughtBuckets;
        var normal = Math.Max(volume.Most, peers.Usual(Metric.Bytes));
        var limit = Math.Max(options.FloorBytes, Math.Max(patience * options.OwnFactor * volume.Most, 2 * normal));
        return new Findings(Evidence.Strength(volume.Bytes, limit), volume.Bytes, volume.Calls, normal, limit, string.Create(CultureInfo.InvariantCulture, $"over all endpoints it and others take at most {normal}"));
    }

    private static Signal ToSignal(DetectionContext context, EndpointActivity activity, Findings findings) => new()
    {
        Detector = Declaration.Id,
        DetectorVersion = Declaration.Version,
        Actor = context.Call.Actor,
        Endpoint = activity.Endpoint,
        From = new DateTimeOffset(activity.FirstTicks, TimeSpan.Zero),
        To = new DateTimeOffset(context.Ticks, TimeSpan.Zero),
        Strength = findings.Strength,
        Reason = string.Create(CultureInfo.InvariantCulture,
            $"took {findings.Bytes} bytes in {findings.Calls} calls within two hours, last from {activity.Endpoint.Method} {activity.Endpoint.Template}; {findings.Compared}"),
        Observed = findings.Bytes,
        Expected = findings.Normal,
        Threshold = findings.Limit,
        Unit = "bytes",
        Events = activity.Sample?.ToList() ?? [context.Call.Call.Id],
        EventCount = findings.Calls,
    };

    private readonly record struct Findings(double Strength, long Bytes, long Calls, long Normal, long Limit, string Compared)
    {
        /// <summary>What the actor takes from this endpoint is normal there, whatever it takes elsewhere.</summary>
        public static Findings Explained { get; } = new() { IsExplained = true };

        public bool IsExplained { get; private init; }
    }
}
