using Engine.Schemas;
using MessagePack;

namespace Engine.Ingest.Time;

/// <summary>What one partition believes about the time, in UTC ticks.</summary>
/// <remarks>
/// <para>Believed is the latest time that the partition vouches for: the largest time seen that was no jump. A time more than the guard
/// beyond it is kept as a candidate and moves nothing. Once <c>JumpRecords</c> + 1 candidates are there, the earliest of them is a time
/// beyond which all the others lie: it is believed, with the candidates up to the guard behind it. The rest wait on.</para>
/// <para>Every record that is no candidate takes the wildest candidate away: a clock that is wrong in one of ten records never gathers a
/// majority, while after a real pause all records are candidates.</para>
/// <para>A young partition believes nothing: its first records are candidates like any jump, so that no single one defines the world.</para>
/// </remarks>
public sealed class PartitionTime(LogicalClock.Options options)
{
    private const long Nothing = long.MinValue;

    /// <summary>Most candidates that the options allow, and the one that decides.</summary>
    private const int MostSaved = 1_025;

    private readonly List<long> _candidates = new(options.JumpRecords + 1);
    private long _believed = Nothing;
    private long _watermark = DateTimeOffset.MinValue.UtcTicks;

    public Stamp Stamp(DateTimeOffset at)
    {
        var ticks = at.UtcTicks;
        if (_believed != Nothing && ticks <= _believed + options.JumpGuard.Ticks)
        {
            _believed = Math.Max(_believed, ticks);
            if (_candidates.Count > 0)
                _candidates.RemoveAt(_candidates.Count - 1);
            RemoveBelieved();
        }
        else
        {
            AddCandidate(ticks);
        }

        if (_believed != Nothing)
            _watermark = Math.Max(_watermark, _believed - options.OrderSlack.Ticks);
        var tick = Math.Max(Math.Min(ticks, Furthest()), _watermark);
        return new Stamp(Utc(tick), ticks < _watermark - options.AllowedLateness.Ticks, Utc(_watermark));
    }

    public static void Save(ref MessagePackWriter writer, PartitionTime time)
    {
        writer.Write(time._believed);
        writer.Write(time._watermark);
        writer.WriteArrayHeader(time._candidates.Count);
        foreach (var candidate in time._candidates)
            writer.Write(candidate);
    }

    /// <exception cref="InvalidDataException">No partition believes that.</exception>
    public static PartitionTime Load(ref MessagePackReader reader, LogicalClock.Options options)
    {
        var believed = reader.ReadInt64();
        var time = new PartitionTime(options) { _believed = believed == Nothing ? Nothing : Ticks(believed), _watermark = Ticks(reader.ReadInt64()) };
        for (var count = reader.ReadCount(MostSaved); count > 0; count--)
            time._candidates.Add(Ticks(reader.ReadInt64()));
        time._candidates.Sort();
        return time;
    }

    private void AddCandidate(long ticks)
    {
        var place = _candidates.BinarySearch(ticks);
        _candidates.Insert(place < 0 ? ~place : place, ticks);
        if (_candidates.Count <= options.JumpRecords)
            return;
        _believed = _candidates[0];
        RemoveBelieved();
    }

    // Candidates are sorted: each that the belief now reaches joins it.
    private void RemoveBelieved()
    {
        var reached = 0;
        var limit = _believed + options.JumpGuard.Ticks;
        while (reached < _candidates.Count && _candidates[reached] <= limit)
            _believed = Math.Max(_believed, _candidates[reached++]);
        _candidates.RemoveRange(0, reached);
    }

    // A jump may not move state beyond what is believed; the young partition goes by its earliest record.
    private long Furthest() =>
        _believed != Nothing ? _believed
        : _candidates.Count == 0 ? long.MaxValue
        : _candidates[0] + options.JumpGuard.Ticks;

    private static long Ticks(long saved) =>
        saved >= 0 && saved <= DateTimeOffset.MaxValue.UtcTicks ? saved : throw new InvalidDataException($"{saved} is no moment");

    private static DateTimeOffset Utc(long ticks) => new(ticks, TimeSpan.Zero);
}
