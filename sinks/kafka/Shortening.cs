using Engine.Schemas;

namespace Engine.Sinks.Kafka;

/// <summary>What a record that is too large goes without. Who it is about, what was decided and until when always stay.</summary>
internal static class Shortening
{
    private const int LongestText = 1_000;
    private const int LongestTarget = 256;
    private const int LongestList = 8;

    /// <summary>Loses the calls that signals name, what is beyond the first targets of each kind, and the ends of long texts.</summary>
    public static Verdict Of(Verdict verdict) => verdict with
    {
        Targets = new VerdictTargets(
            First(verdict.Targets.Addresses), First(verdict.Targets.Users), First(verdict.Targets.Sessions), First(verdict.Targets.Tokens)),
        Categories = First(verdict.Categories),
        Signals = [.. verdict.Signals.Select(signal => signal with { Endpoint = null, Events = [], Reason = Text(signal.Reason) })],
        Explanation = Text(verdict.Explanation),
        Counterfactual = Text(verdict.Counterfactual),
    };

    /// <summary>Loses its sample and the end of a long reason.</summary>
    public static DeadLetter Of(DeadLetter letter) => letter with { Sample = "", Reason = Text(letter.Reason) };

    /// <summary>A target is left out rather than cut: cut, it would be somebody else.</summary>
    private static List<string> First(IReadOnlyList<string> texts) => [.. texts.Where(text => text.Length <= LongestTarget).Take(LongestList)];

    private static string Text(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "…");
}
