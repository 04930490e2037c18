using System.Numerics;
using Engine.Schemas;

namespace Engine.App.Simulation;

/// <summary>
/// Seeded chance of one simulated actor (SplitMix64, Steele et al. 2014). Integers only: the same numbers on every machine,
/// and one generator for each actor, so that adding an attack changes nothing in what everyone else does.
/// </summary>
internal sealed class Chance(ulong state)
{
    // Quantiles of the exponential distribution with mean 1000, in the middle of sixteen equal steps.
    private static ReadOnlySpan<short> Exponential =>
        [32, 98, 170, 247, 330, 421, 521, 632, 758, 901, 1068, 1269, 1520, 1856, 2367, 3466];

    private ulong _state = state;

    /// <summary>The generator of one of many: a name and a number, so that no two actors share one.</summary>
    public static Chance Of(ulong seed, string name, int number) => new(Mix(seed ^ StableHash.Of(name), (ulong)number));

    /// <summary>A well-mixed function of two numbers: for properties that belong to a thing and must not depend on who asks first.</summary>
    public static ulong Mix(ulong first, ulong second) =>
        Finish(BitOperations.RotateLeft(Finish(first), 23) ^ (second * 0x9E37_79B9_7F4A_7C15));

    public ulong Next() => Finish(_state += 0x9E37_79B9_7F4A_7C15);

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)((Next() >> 32) * (ulong)count >> 32);

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>Both ends included, the low end much more often: the shape of sizes and popularity.</summary>
    public int Skewed(int least, int most) => least + (int)((long)Below(most - least + 1) * Below(1024) / 1024);

    public bool Percent(int percent) => Below(100) < percent;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>A waiting time with about this mean, exponential in shape and at most about 3.5 times the mean; never 0.</summary>
    public int Pause(int mean)
    {
        var step = Below(16);
        var low = step == 0 ? 0 : Exponential[step - 1];
        return 1 + (int)((long)mean * Between(low, Exponential[step]) / 1000);
    }

    private static ulong Finish(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
