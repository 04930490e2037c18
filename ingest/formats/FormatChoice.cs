using System.Globalization;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>The format of a file whose operator left it to us (<c>auto</c>): the one that reads its records, or none where that is not clear.</summary>
/// <remarks>
/// One choice for the whole input, by its first records: a client that writes into some of them cannot choose, and what later does not fit is
/// refused and not read in another way.
/// </remarks>
public static class FormatChoice
{
    /// <summary>Name that leaves it to us.</summary>
    public const string Auto = "auto";

    /// <summary>A format must read so many of the records that tell of calls, in a hundred.</summary>
    private const int LeastShare = 90;

    /// <summary>The same where hardly another format reads any.</summary>
    private const int LeastShareAlone = 50;

    /// <summary>So many fields more than another format finds in the same records are no accident.</summary>
    private const double LeastLead = 0.5;

    private const int MostCandidates = 5;

    /// <param name="results">What the formats made of the head.</param>
    /// <param name="input">Name of the input, for messages.</param>
    /// <returns>The format, and in one line why.</returns>
    /// <exception cref="UserError">No format reads it, or several do as well; says which.</exception>
    public static (string Format, string Reason) Of(IReadOnlyList<FormatProbeResult> results, string input)
    {
        var ranked = results.Where(result => result.Records > 0).OrderByDescending(Share).ThenByDescending(result => result.FieldsEach).ToList();
        if (ranked.Count == 0)
            throw new UserError($"{input}: no record to tell its format by; name it with --format or in the source", isUsage: true);
        if (ranked[0].Accepted == 0)
            throw new UserError($"{input}: no format reads any of its first {ranked[0].Records} records: is this an access log? If it is, name its format with --format or in the source", isUsage: true);
        ranked = [.. ranked.Where(result => result.Accepted > 0 && !ranked.Exists(other => IsTheSameInEnvelope(result, other)))];
        var fitting = ranked.Where((result, place) => Share(result) >= LeastShare || (place == 0 && IsAlone(ranked))).OrderByDescending(result => result.FieldsEach).ToList();
        if (fitting.Count == 0)
            throw new UserError($"{input}: no format reads it ({Candidates(ranked)}); name it with --format or in the source", isUsage: true);
        if (fitting.Count > 1 && fitting[0].FieldsEach - fitting[1].FieldsEach < LeastLead)
            throw new UserError($"{input}: several formats read it ({Candidates(fitting)}); name the one that is meant with --format or in the source", isUsage: true);
        var best = fitting[0];
        var others = ranked.Where(result => result != best).ToList();
        var rest = best.Accepted < best.Records ? ", the others are refused" : "";
        return (best.Format, $"{input}: format '{best.Format}' ({Described(best)}{Envelopes(best.Format)}{rest}; {(others.Count == 0 ? "no other format reads any" : $"next {Candidates(others)}")})");
    }

    private static int Share(FormatProbeResult result) => (int)(100L * result.Accepted / result.Records);

    // A container writes its errors between its calls; no one else makes anything of them.
    private static bool IsAlone(List<FormatProbeResult> ranked) =>
        Share(ranked[0]) >= LeastShareAlone && ranked.Skip(1).All(other => other.Accepted * 10 < ranked[0].Accepted);

    // Some formats know the prefix of syslog or of containers; the envelope knows more of it.
    private static bool IsTheSameInEnvelope(FormatProbeResult bare, FormatProbeResult other) =>
        other.Format.Length > bare.Format.Length && other.Format.EndsWith("/" + bare.Format, StringComparison.Ordinal) && other.Accepted >= bare.Accepted;

    private static string Envelopes(string format) => format.Split('/') is [.. { Length: > 0 } envelopes, _] ? $", in the envelope {string.Join('/', envelopes)}" : "";

    private static string Candidates(IEnumerable<FormatProbeResult> results) =>
        string.Join(", ", results.Take(MostCandidates).Select(result => $"'{result.Format}' {Described(result)}"));

    private static string Described(FormatProbeResult result) => string.Create(
        CultureInfo.InvariantCulture, $"{result.Accepted} of the first {result.Records} records, {result.FieldsEach:0.#} fields a call");
}
