using System.Numerics;
using Engine.Detection.State;
using MessagePack;

namespace Engine.Detection.Sketches;

/// <summary>
/// Estimate of how many distinct hashed values were added (Flajolet et al. 2007): 1,024 registers, standard error 3.25 %, the same
/// whatever the order. The sum behind the estimate is kept as an integer while registers change, so asking costs nothing.
/// </summary>
internal sealed class HyperLogLog
{
    private const int IndexBits = 10;
    private const int Registers = 1 << IndexBits;

    /// <summary>2^-rank in units of 2^-52, so that all registers together fit a long; the chance of a higher rank is negligible.</summary>
    private const int HighestRank = 52;
    private const double Alpha = 0.7213 / (1 + (1.079 / Registers));

    private readonly byte[] _registers = new byte[Registers];
    private long _sum = (long)Registers << HighestRank;
    private int _empty = Registers;

    /// <summary>Distinct values, estimated.</summary>
    public int Count { get; private set; }

    /// <returns>True when the value changed the estimate: it is new for certain. A new value may go unnoticed.</returns>
    public bool Add(ulong value)
    {
        var rank = BitOperations.LeadingZeroCount((value << IndexBits) | (1UL << (IndexBits - 1))) + 1;
        if (!Raise((int)(value >> (64 - IndexBits)), (byte)Math.Min(rank, HighestRank)))
            return false;
        Count = Estimate();
        return true;
    }

    public void Merge(HyperLogLog other)
    {
        for (var i = 0; i < Registers; i++)
            Raise(i, other._registers[i]);
        Count = Estimate();
    }

    public static void Save(ref MessagePackWriter writer, HyperLogLog estimate) => writer.Write(estimate._registers);

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static HyperLogLog Load(ref MessagePackReader reader)
    {
        var estimate = new HyperLogLog();
        var registers = reader.ReadBlock(Registers, Registers);
        for (var i = 0; i < registers.Length; i++)
            estimate.Raise(i, registers[i] <= HighestRank ? registers[i] : throw new InvalidDataException("a register is too high"));
        estimate.Count = estimate.Estimate();
        return estimate;
    }

    private bool Raise(int register, byte rank)
    {
        var before = _registers[register];
        if (rank <= before)
            return false;
        _registers[register] = rank;
        _sum -= (1L << (HighestRank - before)) - (1L << (HighestRank - rank));
        if (before == 0)
            _empty--;
        return true;
    }

    // Linear counting for the low range, as in the paper.
    private int Estimate()
    {
        var raw = Alpha * Registers * Registers / ((double)_sum / (1L << HighestRank));
        return raw <= 2.5 * Registers && _empty > 0
            ? (int)Math.Round(Registers * Math.Log((double)Registers / _empty))
            : (int)Math.Min(int.MaxValue, Math.Round(raw));
    }
}
