using Engine.Detection.Sketches;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Baselines;

/// <summary>
/// What is normal under one key: a quantile sketch per metric over the windows of many actors. Built as partials, merged by integer
/// addition, so that it is the same however the windows were spread over lanes.
/// </summary>
internal sealed class Baseline
{
    /// <summary>Independent actors, and two-hour buckets, before anything counts as normal (poisoning guard).</summary>
    public const int MatureActors = 3, MatureBuckets = 5;

    /// <summary>Actors and buckets that are told apart: more than enough to be mature.</summary>
    private const int MostActors = 8, MostBuckets = 16;

    /// <summary>Windows below which a 99.9th percentile means nothing and the largest one with a margin stands in.</summary>
    private const int EnoughWindows = 10_000;

    /// <summary>How far the conduct of a few may lie beyond that of most and still be normal.</summary>
    private const int FarBeyondMost = 10;

    private static readonly int Metrics = Enum.GetValues<Metric>().Length;

    private readonly QuantileSketch?[] _metrics = new QuantileSketch?[Metrics];
    private readonly Levels[] _levels = new Levels[Metrics];
    private BottomHashes _actors = new(MostActors);
    private BottomHashes _buckets = new(MostBuckets);

    public ObjectSharing Objects { get; private init; } = new();

    /// <summary>Where a lane gathers what this one will take over at the next epoch.</summary>
    public Baseline Part() => new() { Objects = Objects.Part() };

    public bool IsMature => _actors.Count >= MatureActors && _buckets.Count >= MatureBuckets;

    public int Actors => _actors.Count;

    public long Windows(Metric metric) => _metrics[(int)metric]?.Count ?? 0;

    public void Add(Metric metric, long value, ulong actorHash, long bucket)
    {
        (_metrics[(int)metric] ??= new QuantileSketch()).Add(value);
        _actors.Add(actorHash);
        _buckets.Add((ulong)bucket);
    }

    /// <summary>
    /// What hardly any normal window exceeds: the 99.9th percentile, or while windows are few, half as much again as the largest. Of conduct
    /// (<see cref="IsConduct"/>) no more than ten times what three of four windows keep to: what a few did too often becomes no excuse.
    /// </summary>
    public long High(Metric metric) => _levels[(int)metric].High;

    public long Median(Metric metric) => _levels[(int)metric].Median;

    /// <summary>99th percentile.</summary>
    public long Usual(Metric metric) => _levels[(int)metric].Usual;

    public void Merge(Baseline other)
    {
        for (var i = 0; i < _metrics.Length; i++)
        {
            if (other._metrics[i] is { } sketch)
                (_metrics[i] ??= new QuantileSketch()).Merge(sketch);
        }

        _actors.Merge(other._actors);
        _buckets.Merge(other._buckets);
        Objects.Merge(other.Objects);
    }

    /// <summary>Before it comes into force: works out once what lanes will ask for at every call.</summary>
    public void Settle()
    {
        for (var i = 0; i < _metrics.Length; i++)
        {
            if (_metrics[i] is { } sketch)
                _levels[i] = new Levels(HighOf((Metric)i, sketch), sketch.PerMille(500), sketch.PerMille(990));
        }

        Objects.Settle();
    }

    /// <summary>What was learned; what follows from it is worked out again.</summary>
    public static void Save(ref MessagePackWriter writer, Baseline baseline)
    {
        writer.WriteArrayHeader(Metrics);
        foreach (var sketch in baseline._metrics)
        {
            if (sketch is null)
                writer.WriteNil();
            else
                QuantileSketch.Save(ref writer, sketch);
        }

        BottomHashes.Save(ref writer, baseline._actors);
        BottomHashes.Save(ref writer, baseline._buckets);
        ObjectSharing.Save(ref writer, baseline.Objects);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static Baseline Load(ref MessagePackReader reader)
    {
        var metrics = new QuantileSketch?[Metrics];
        var saved = reader.ReadCount(Metrics);
        for (var i = 0; i < saved; i++)
            metrics[i] = reader.TryReadNil() ? null : QuantileSketch.Load(ref reader);
        var baseline = new Baseline
        {
            _actors = BottomHashes.Load(ref reader, MostActors),
            _buckets = BottomHashes.Load(ref reader, MostBuckets),
            Objects = ObjectSharing.Load(ref reader),
        };
        metrics.CopyTo(baseline._metrics, 0);
        return baseline;
    }

    /// <summary>True: it measures how an actor goes about things, not how much there is for it, so that the greatest need not be let go.</summary>
    private static bool IsConduct(Metric metric) => metric is Metric.Run or Metric.RefusedObjects or Metric.Misses;

    private static long HighOf(Metric metric, QuantileSketch sketch)
    {
        var high = sketch.Count >= EnoughWindows ? sketch.PerMille(999) : sketch.Max + (sketch.Max / 2);
        return IsConduct(metric) ? Math.Min(high, FarBeyondMost * (sketch.PerMille(750) + 1)) : high;
    }

    private readonly record struct Levels(long High, long Median, long Usual);
}
