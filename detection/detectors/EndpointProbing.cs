using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Engine.Detection.Baselines;
using Engine.Detection.Signals;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Detectors;

/// <summary>
/// One actor tries paths and methods that the service does not know. Counts first contacts, as scan detectors for networks do (Jung et al.,
/// "Fast portscan detection", 2004): a path counts once however often it is asked for, a first contact that succeeds speaks for the actor,
/// and a path that several actors miss is a dead link, not a probe.
/// </summary>
internal sealed class EndpointProbing(EndpointProbing.Options options) : IDetector
{
    /// <summary>Section <c>detectors.API-SCAN-001</c>.</summary>
    public sealed record Options : DetectorOptions
    {
        /// <summary>Distinct unknown paths within one to two hours that are probing while nothing is learned. Default 20.</summary>
        [Range(3, 10_000)]
        public int UnknownPaths { get; init; } = 20;

        /// <summary>Share of an actor's first contacts that must fail, 0 to 1. Default 0.3.</summary>
        [Range(0.01, 1)]
        public double MissShare { get; init; } = 0.3;
    }

    public static DetectorInfo Declaration { get; } = new()
    {
        Id = "API-SCAN-001",
        Version = 2,
        Title = "Endpoint probing",
        Catches = "One actor probes for endpoints, files and methods that do not exist or are not for it.",
        Categories = ["API8:2023", "API9:2023", "T1595.003"],
        Severity = Severity.Medium,
        EvidenceGroup = "probing",
        Key = "actor",
        Needs = ["status", "path"],
        FalsePositives = ["a crawler that follows an old site map", "a client after a release that moved many paths"],
        LookBack = ActivityTracker.LookBack,
        Memory = "150 bytes for an actor that missed a path, growing with distinct misses to 4 KiB; two hours",
    };

    public DetectorInfo Info => Declaration;

    public void Observe(DetectionContext context, ref object? part)
    {
        var call = context.Call;
        var outcome = Judge(call);
        if (outcome == Outcome.Silent || (outcome == Outcome.Known && part is null))
            return;

        var probes = part as ProbeState ?? (ProbeState)(part = new ProbeState());
        probes.RollTo((int)(context.Ticks / TimeSpan.TicksPerHour), context);
        if (outcome == Outcome.Known)
        {
            // What is only a shape so far may be anything: there each path is a contact of its own, whether it is found or missed.
            probes.Known(call.IsProvisional ? PathOf(call) : call.Endpoint.Id);
            return;
        }

        var path = PathOf(call);
        if (!probes.Miss(path, call.Call.Id, context.Ticks))
            return;
        if (context.MayTeach && IsOrdinary(context, probes))
            context.Learning.Miss(path, call.Actor.Hash);
        if (!context.Baselines.IsDeadLink(path))
            probes.Suspect(path, context.Ticks);
        if (probes.Suspects >= options.UnknownPaths)
            Decide(context, probes);
    }

    public void Rest(DetectionContext context, object part) => ((ProbeState)part).Teach(context);

    public void Save(ref MessagePackWriter writer, object part) => ProbeState.Save(ref writer, (ProbeState)part);

    public object Load(ref MessagePackReader reader) => ProbeState.Load(ref reader);

    private void Decide(DetectionContext context, ProbeState probes)
    {
        var key = BaselineKey.ForService(context.Call, context.Call.Actor.Peers);
        var normal = context.Baselines.Mature(key)?.High(Metric.Misses) ?? 0;
        var limit = Math.Max(options.UnknownPaths, 2 * normal);
        var share = probes.MissShare(context.Actor.Activity.Length);
        var strength = share < options.MissShare ? 0 : Evidence.Strength(probes.Suspects, limit);
        if (strength == 0 || !probes.Alarm.Rings(strength, context.Ticks))
            return;
        context.Raise(new Signal
        {
            Detector = Declaration.Id,
            DetectorVersion = Declaration.Version,
            Actor = context.Call.Actor,
            Endpoint = null,
            From = new DateTimeOffset(probes.FirstTicks, TimeSpan.Zero),
            To = new DateTimeOffset(context.Ticks, TimeSpan.Zero),
            Strength = strength,
            Reason = string.Create(CultureInfo.InvariantCulture,
                $"tried {probes.Suspects} different paths or methods that {ServiceName(context.Call.Endpoint)} does not know within two hours, {share:P0} of what it tried for the first time; others: at most {normal}"),
            Observed = probes.Suspects,
            Expected = normal,
            Threshold = limit,
            Unit = "unknown paths",
            Events = probes.Sample.ToList(),
            EventCount = probes.Misses,
        });
    }

    /// <summary>
    /// An actor that mostly finds what it asks for: what such actors miss together is a dead link. Scanners share their dictionaries, and
    /// must not clear each other.
    /// </summary>
    private static bool IsOrdinary(DetectionContext context, ProbeState probes) =>
        context.Actor.Activity.Length >= 2 && probes.Misses <= context.Actor.Activity.Length;

    /// <summary>
    /// Ids under a known endpoint are object enumeration's business. A refusal (401, 403) of an unknown path is a miss too: many services
    /// answer so before they look whether there is anything.
    /// </summary>
    private static Outcome Judge(EnrichedEvent call) => call.Call.Status switch
    {
        405 or 501 => Outcome.Miss,
        400 or 401 or 403 or 404 or 410 or 414 or >= 500 => call.IsProvisional ? Outcome.Miss : Outcome.Silent,
        >= 200 and < 400 => Outcome.Known,
        _ => Outcome.Silent,
    };

    private static ulong PathOf(EnrichedEvent call) => StableHash.Combine(StableHash.Of(call.Call.Path), StableHash.Of(call.Call.Method));

    private static string ServiceName(Endpoint endpoint) => endpoint.Service is ['-', ..] ? "the service" : endpoint.Service;

    private enum Outcome { Silent, Known, Miss }
}
