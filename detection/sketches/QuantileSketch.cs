using System.Numerics;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Sketches;

/// <summary>
/// Quantiles of non-negative integers with a bounded relative error, after DDSketch (Masson et al. 2019): logarithmic buckets, sixteen
/// to an octave, so a quantile is at most 6.25 % above the true value and never below it. Counts are integers, so merging is exact
/// and independent of the order.
/// </summary>
internal sealed class QuantileSketch
{
    private const int SubBits = 4;
    private const int Sub = 1 << SubBits;

    /// <summary>Beyond the bucket of the largest number.</summary>
    private const int MostBuckets = 1024;

    private int[] _counts = [];
    private int _offset;

    public long Count { get; private set; }
    public long Max { get; private set; }

    public void Add(long value)
    {
        value = Math.Max(0, value);
        AddToBucket(Bucket(value), 1);
        Max = Math.Max(Max, value);
    }

    public void Merge(QuantileSketch other)
    {
        for (var i = 0; i < other._counts.Length; i++)
        {
            if (other._counts[i] > 0)
                AddToBucket(other._offset + i, other._counts[i]);
        }

        Max = Math.Max(Max, other.Max);
    }

    /// <summary>Smallest bucket top that at least <paramref name="perMille"/> ‰ of the values do not exceed; 0 when empty.</summary>
    public long PerMille(int perMille)
    {
        var wanted = Math.Max(1, ((Count * perMille) + 999) / 1000);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= wanted)
                return Math.Min(Max, Top(_offset + i));
        }

        return Max;
    }

    /// <summary>From the first bucket that holds something to the last: equal sketches are equal bytes.</summary>
    public static void Save(ref MessagePackWriter writer, QuantileSketch sketch)
    {
        var counts = sketch._counts.AsSpan().TrimEnd(0);
        var held = counts.TrimStart(0);
        writer.Write(sketch.Max);
        writer.Write(sketch._offset + counts.Length - held.Length);
        writer.WriteArrayHeader(held.Length);
        foreach (var count in held)
            writer.Write(count);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static QuantileSketch Load(ref MessagePackReader reader)
    {
        var sketch = new QuantileSketch { Max = reader.ReadInt64(), _offset = reader.ReadAmount() };
        var buckets = reader.ReadCount(MostBuckets);
        if (sketch._offset > MostBuckets - buckets)
            throw new InvalidDataException($"no number lies in bucket {sketch._offset}");
        sketch._counts = new int[buckets];
        for (var i = 0; i < buckets; i++)
            sketch.Count += sketch._counts[i] = reader.ReadAmount();
        return sketch;
    }

    private void AddToBucket(int bucket, int count)
    {
        if (_counts.Length == 0)
        {
            _counts = new int[4];
            _offset = bucket;
        }
        else if (bucket < _offset || bucket >= _offset + _counts.Length)
        {
            Widen(bucket);
        }

        // Saturates: years of one busy endpoint must not overflow into nonsense.
        ref var counted = ref _counts[bucket - _offset];
        var added = Math.Min(count, int.MaxValue - counted);
        counted += added;
        Count += added;
    }

    private void Widen(int bucket)
    {
        var low = Math.Min(bucket, _offset);
        var high = Math.Max(bucket + 4, _offset + _counts.Length);
        var wider = new int[high - low];
        _counts.CopyTo(wider, _offset - low);
        _counts = wider;
        _offset = low;
    }

    // Values below 16 have a bucket each; above, the octave and the four bits behind the leading one.
    private static int Bucket(long value)
    {
        if (value < Sub)
            return (int)value;
        var octave = BitOperations.Log2((ulong)value);
        return ((octave - SubBits + 1) << SubBits) + (int)((value >> (octave - SubBits)) & (Sub - 1));
    }

    private static long Top(int bucket)
    {
        if (bucket < Sub)
            return bucket;
        var shift = (bucket >> SubBits) - 1;
        var bottom = (long)(Sub + (bucket & (Sub - 1))) << shift;
        return bottom + (1L << shift) - 1;
    }
}
