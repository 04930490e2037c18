using System.Numerics;

namespace Engine.Sinks.Enforcement;

/// <summary>How many distinct actors were seen, within about 2 %, in 8 KiB whatever their number (HyperLogLog, Flajolet et al. 2007).</summary>
/// <param name="window">How long an actor counts; up to twice that, since there are two generations.</param>
internal sealed class ActorCount(TimeSpan window)
{
    private const int Bits = 12;
    private const int Registers = 1 << Bits;
    private byte[] _young = new byte[Registers];
    private byte[] _old = new byte[Registers];
    private DateTimeOffset _turnedAt = DateTimeOffset.MinValue;

    public void See(ulong hash, DateTimeOffset at)
    {
        if (at - _turnedAt >= window)
        {
            (_old, _young) = (_young, _old);
            Array.Clear(_young);
            _turnedAt = at;
        }

        ref var register = ref _young[hash >> (64 - Bits)];
        var rank = (byte)(BitOperations.LeadingZeroCount((hash << Bits) | (1UL << (Bits - 1))) + 1);
        if (rank > register)
            register = rank;
    }

    public long Estimate()
    {
        var sum = 0.0;
        var empty = 0;
        for (var index = 0; index < Registers; index++)
        {
            var rank = Math.Max(_young[index], _old[index]);
            sum += 1.0 / (1UL << rank);
            empty += rank == 0 ? 1 : 0;
        }

        var raw = 0.7213 / (1 + (1.079 / Registers)) * Registers * Registers / sum;
        return (long)Math.Round(raw <= 2.5 * Registers && empty > 0 ? Registers * Math.Log((double)Registers / empty) : raw);
    }
}
