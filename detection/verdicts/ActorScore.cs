using Engine.Detection.Signals;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Verdicts;

/// <summary>Evidence and verdicts of one actor. Made at its first signal; most actors never have one.</summary>
internal sealed class ActorScore
{
    /// <summary>More than there are detectors and categories.</summary>
    private const int MostSaved = 1000;

    private readonly List<Entry> _evidence = [];
    private readonly List<OpenVerdict> _verdicts = [];

    /// <summary>A look-back, and the quiet time after which an actor teaches its last one.</summary>
    private static readonly TimeSpan Tainted = TimeSpan.FromHours(4);

    /// <summary>Event time for which evidence counts: while the verdict that it led to holds, and as long afterwards as its actor teaches nothing.</summary>
    public static TimeSpan LookBack(ScoringOptions options) => options.LongestTimeToLive + Tainted;

    /// <summary>
    /// True while a verdict of at least <c>challenge</c> holds, and as long afterwards as a look-back may still show what led to it:
    /// such an actor teaches nothing.
    /// </summary>
    public bool IsUnderVerdict(long ticks)
    {
        foreach (var open in _verdicts)
        {
            if (open.Action >= VerdictAction.Challenge && open.Expires.UtcTicks + Tainted.Ticks > ticks)
                return true;
        }

        return false;
    }

    /// <summary>Keeps the strongest evidence of each detector, older evidence having faded.</summary>
    public void Add(Signal signal, string group, TimeSpan halfLife)
    {
        var entry = new Entry(signal, group);
        for (var i = 0; i < _evidence.Count; i++)
        {
            if (_evidence[i].Signal.Detector != signal.Detector)
                continue;
            if (entry.StrengthAt(signal.To, halfLife) >= _evidence[i].StrengthAt(signal.To, halfLife))
                _evidence[i] = entry;
            return;
        }

        _evidence.Add(entry);
    }

    /// <summary>
    /// 0 to 1, for a verdict on <paramref name="group"/>: every group counts its strongest evidence only, so that one fact seen by two
    /// detectors is not two facts; groups combine as independent evidence (noisy-or). What is worth observing only adds to nothing.
    /// </summary>
    public double StrengthAt(DateTimeOffset at, TimeSpan halfLife, string group)
    {
        var own = 0.0;
        foreach (var entry in _evidence)
            own = entry.Group == group ? Math.Max(own, entry.StrengthAt(at, halfLife)) : own;
        if (own <= Evidence.ObserveOnly)
            return own;

        var innocent = 1.0;
        for (var i = 0; i < _evidence.Count; i++)
        {
            var strength = _evidence[i].StrengthAt(at, halfLife);
            if (strength > Evidence.ObserveOnly && !IsOutdone(i, strength, at, halfLife))
                innocent *= 1 - strength;
        }

        return 1 - innocent;
    }

    /// <summary>Evidence that still counts, ordered by detector id.</summary>
    public IReadOnlyList<Signal> SignalsAt(DateTimeOffset at, TimeSpan halfLife) =>
        [.. _evidence.Where(entry => entry.StrengthAt(at, halfLife) >= 0.1).Select(entry => entry.Signal)
            .OrderBy(signal => signal.Detector, StringComparer.Ordinal)];

    public OpenVerdict? Of(string category) => _verdicts.Find(open => open.Category == category);

    public void Keep(OpenVerdict verdict)
    {
        _verdicts.RemoveAll(open => open.Category == verdict.Category);
        _verdicts.Add(verdict);
    }

    public static void Save(ref MessagePackWriter writer, ActorScore score)
    {
        writer.WriteArrayHeader(score._evidence.Count);
        foreach (var entry in score._evidence)
        {
            writer.Write(entry.Group);
            SavedSignal.Save(ref writer, entry.Signal);
        }

        writer.WriteArrayHeader(score._verdicts.Count);
        foreach (var open in score._verdicts)
            OpenVerdict.Save(ref writer, open);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static ActorScore Load(ref MessagePackReader reader, Actor actor)
    {
        var score = new ActorScore();
        for (var left = reader.ReadCount(MostSaved); left > 0; left--)
        {
            var group = reader.ReadString() ?? "";
            score._evidence.Add(new Entry(SavedSignal.Load(ref reader, actor), group));
        }

        for (var left = reader.ReadCount(MostSaved); left > 0; left--)
            score._verdicts.Add(OpenVerdict.Load(ref reader));
        return score;
    }

    private bool IsOutdone(int index, double strength, DateTimeOffset at, TimeSpan halfLife)
    {
        for (var other = 0; other < _evidence.Count; other++)
        {
            if (other == index || _evidence[other].Group != _evidence[index].Group)
                continue;
            var rival = _evidence[other].StrengthAt(at, halfLife);
            if (rival > strength || (rival == strength && other < index))
                return true;
        }

        return false;
    }

    private readonly record struct Entry(Signal Signal, string Group)
    {
        public double StrengthAt(DateTimeOffset at, TimeSpan halfLife) =>
            Signal.Strength * Math.Pow(0.5, Math.Max(0, (at - Signal.To) / halfLife));
    }
}
