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
}
