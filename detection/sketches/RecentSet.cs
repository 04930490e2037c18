using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Sketches;

/// <summary>
/// Distinct hashed values of this hour and the one before, each counted once however often and in whichever of the two it came.
/// The hour before needs memory only where it held something.
/// </summary>
/// <remarks>A mutable struct: keep it in a field and call it there.</remarks>
internal struct RecentSet
{
    /// <summary>Fields that are saved of a set without an hour before, and of one with it.</summary>
    private const int OneHour = 1, TwoHours = 3;

    private DistinctSet _current;
    private Past? _past;

    /// <summary>Distinct values of both hours: exact while each hour has at most <see cref="DistinctSet.ExactLimit"/>.</summary>
    public readonly int Count => _past?.Count ?? _current.Count;

    /// <summary>Adds a value of this hour.</summary>
    /// <returns>True when neither hour had it.</returns>
    public bool Add(ulong value)
    {
        var isNew = _current.Add(value);
        if (_past is null)
            return isNew;
        if (_past.Both is { } both)
            return both.Add(value);
        isNew &= !_past.Before.Contains(value);
        if (!_current.IsExact)
            _past.Estimate(_current);
        else if (isNew)
            _past.OnlyInCurrent++;
        return isNew;
    }

    /// <summary>Adds a late value: one of the hour before.</summary>
    /// <returns>True when neither hour had it.</returns>
    public bool AddBefore(ulong value)
    {
        if (_past is null)
        {
            _past = new Past { OnlyInCurrent = _current.Count };
            if (!_current.IsExact)
                _past.Estimate(_current);
        }

        var isNew = _past.Before.Add(value);
        if (_past.Both is { } both)
            return both.Add(value);
        if (isNew && _current.Contains(value))
        {
            _past.OnlyInCurrent--;
            isNew = false;
        }

        if (!_past.Before.IsExact)
            _past.Estimate(_current);
        return isNew;
    }

    /// <summary>Adds everything that another one counted, hour by hour.</summary>
    public void Absorb(in RecentSet other)
    {
        var before = _past?.Before ?? default;
        if (other._past is { } past)
            before.Absorb(past.Before);
        var current = _current;
        current.Absorb(other._current);
        this = new RecentSet { _current = before };
        Roll(isNext: true);
        _current = current;
        if (_past is not { } both)
            return;
        if (!current.IsExact || !both.Before.IsExact)
            both.Estimate(current);
        else
            both.OnlyInCurrent = current.CountNotIn(both.Before);
    }

    /// <summary>A later hour begins.</summary>
    /// <param name="isNext">True when it follows at once, so that this hour becomes the one before.</param>
    public void Roll(bool isNext)
    {
        _past = isNext && _current.Count > 0 ? new Past { Before = _current } : null;
        if (_past is { Before.IsExact: false })
            _past.Estimate(default);
        _current = default;
    }

    public static void Save(ref MessagePackWriter writer, in RecentSet set)
    {
        if (set._past is null)
        {
            writer.WriteArrayHeader(OneHour);
            DistinctSet.Save(ref writer, set._current);
            return;
        }

        writer.WriteArrayHeader(TwoHours);
        DistinctSet.Save(ref writer, set._current);
        DistinctSet.Save(ref writer, set._past.Before);
        writer.Write(set._past.OnlyInCurrent);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static RecentSet Load(ref MessagePackReader reader)
    {
        var fields = reader.ReadCount(TwoHours);
        var set = new RecentSet { _current = DistinctSet.Load(ref reader) };
        if (fields < TwoHours)
            return set;
        set._past = new Past { Before = DistinctSet.Load(ref reader), OnlyInCurrent = reader.ReadAmount() };
        // The estimate of both is what they give together, whenever it was begun.
        if (!set._current.IsExact || !set._past.Before.IsExact)
            set._past.Estimate(set._current);
        return set;
    }

    private sealed class Past
    {
        public DistinctSet Before;

        /// <summary>Values of this hour that the hour before did not have.</summary>
        public int OnlyInCurrent;

        /// <summary>Both hours together, once either is beyond the exact range.</summary>
        public HyperLogLog? Both { get; private set; }

        public int Count => Both is { } both ? Math.Max(DistinctSet.ExactLimit, both.Count) : Before.Count + OnlyInCurrent;

        public void Estimate(in DistinctSet current)
        {
            Both = new HyperLogLog();
            Before.AddTo(Both);
            current.AddTo(Both);
        }
    }
}
