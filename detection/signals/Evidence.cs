namespace Engine.Detection.Signals;

/// <summary>Arithmetic of evidence.</summary>
internal static class Evidence
{
    /// <summary>What a single measure is worth when it just reaches its threshold, and what it can be worth at most.</summary>
    private const double AtThreshold = 0.6, AtMost = 0.95;

    /// <summary>Most that evidence is worth which must not lead to more than <c>observe</c>.</summary>
    public const double ObserveOnly = 0.5;

    /// <summary>0 below the threshold, 0.6 at it, 0.78 at twice, 0.86 at four times, towards 0.95.</summary>
    public static double Strength(double observed, double threshold) =>
        observed < threshold ? 0 : AtThreshold + ((AtMost - AtThreshold) * (1 - (threshold / observed)));

    /// <summary>Independent pieces together: the chance that not all of them are accidents (noisy-or).</summary>
    public static double Together(double first, double second) => 1 - ((1 - first) * (1 - second));

    /// <summary>
    /// How unlikely it is that so many of the trials hit where each does with the given chance: a power of ten that is never too high
    /// (Chernoff's bound), 0 where nothing is unusual. 6 is at most one in a million.
    /// </summary>
    public static double Surprise(int hits, int trials, double chance)
    {
        if (trials <= 0 || hits <= chance * trials)
            return 0;
        var share = (double)hits / trials;
        var divergence = (share * Math.Log10(share / chance)) + (share < 1 ? (1 - share) * Math.Log10((1 - share) / (1 - chance)) : 0);
        return trials * divergence;
    }
}
