using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Engine.Detection.Baselines;
using Engine.Detection.Signals;
using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Detection.Detectors;

/// <summary>
/// An actor takes far more data from an endpoint than its peers and than it ever did. Measured against what is learned of the endpoint,
/// in the source's own byte counts; what everybody downloads is not exfiltration.
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
    }

    public static DetectorInfo Declaration { get; } = new()
    {
        Id = "API-EXFIL-001",
        Version = 1,
        Title = "Bulk data exfiltration",
        Catches = "An actor takes far more bytes from an endpoint than is normal for it and for its peers.",
        Categories = ["API1:2023", "API4:2023", "API3:2023", "T1530"],
        Severity = Severity.High,
        EvidenceGroup = "object-access",
        Key = "actor × endpoint",
        Needs = ["response bytes", "status"],
        FalsePositives = ["a customer's one-time full export", "an integration that starts again from nothing after an outage"],
        Memory = "within the activity that all detectors share; an alarm of 100 bytes once it fires",
    };

    public DetectorInfo Info => Declaration;

    public void Observe(DetectionContext context, ref object? part)
    {
        if (context.Activity is not { } activity || context.Call.Call.Status is not (>= 200 and < 300))
            return;
        var bytes = activity.Bytes;
        if (bytes < options.FloorBytes || bytes <= 2 * activity.MostBytes)
            return;

        var expected = Expectation.Of(Metric.Bytes, activity.MostBytes, activity, context.Baselines);
        var median = context.Baselines.Find(activity.Key)?.Median(Metric.Bytes) ?? 0;
        var limit = Math.Max(Math.Max(options.FloorBytes, options.Medians * median), expected.Factor * expected.Value);
        var strength = Evidence.Strength(bytes, limit);
        if (strength == 0)
            return;
        if (!expected.IsMature || context.Call.Actor.Peers == PeerGroup.Strangers)
            strength = Math.Min(strength, Evidence.ObserveOnly);
        if ((part as EndpointAlarms ?? (EndpointAlarms)(part = new EndpointAlarms())).Rings(activity.Endpoint, strength, context.Ticks))
            context.Raise(ToSignal(context, activity, strength, expected, limit));
    }

    private static Signal ToSignal(DetectionContext context, EndpointActivity activity, double strength, Expectation expected, long limit) => new()
    {
        Detector = Declaration.Id,
        DetectorVersion = Declaration.Version,
        Actor = context.Call.Actor,
        Endpoint = activity.Endpoint,
        From = new DateTimeOffset(activity.FirstTicks, TimeSpan.Zero),
        To = new DateTimeOffset(context.Ticks, TimeSpan.Zero),
        Strength = strength,
        Reason = string.Create(CultureInfo.InvariantCulture,
            $"took {activity.Bytes} bytes from {activity.Endpoint.Method} {activity.Endpoint.Template} in {activity.Calls} calls within two hours; {expected.Source}: at most {expected.Value}"),
        Observed = activity.Bytes,
        Expected = expected.Value,
        Threshold = limit,
        Unit = "bytes",
        Events = activity.Sample?.ToList() ?? [context.Call.Call.Id],
        EventCount = activity.Calls,
    };
}
