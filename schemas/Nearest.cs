namespace Engine.Schemas;

/// <summary>Finds the name that was probably meant, for the "what to do" of a <see cref="UserError"/>.</summary>
public static class Nearest
{
    /// <summary>Longest name that is compared: a hostile file must not buy quadratic work.</summary>
    private const int LongestName = 64;

    /// <returns>The closest candidate, the first of equals; null where none is close: more than a third of the letters differ.</returns>
    public static string? To(string name, IEnumerable<string> candidates)
    {
        if (name.Length > LongestName) return null;

        var written = Plain(name);
        string? best = null;
        var bestDistance = int.MaxValue;
        foreach (var candidate in candidates)
        {
            var most = Math.Max(1, candidate.Length / 3);
            if (Math.Abs(candidate.Length - name.Length) > most) continue;
            var distance = Distance(written, Plain(candidate));
            if (distance > most || distance >= bestDistance) continue;
            (best, bestDistance) = (candidate, distance);
        }

        return best;
    }

    /// <summary>"; did you mean 'x'?", or nothing.</summary>
    public static string Hint(string name, IEnumerable<string> candidates) =>
        To(name, candidates) is { } meant ? $"; did you mean '{meant}'?" : "";

    /// <summary>The hint, or where none is close, what there is.</summary>
    public static string HintOrKnown(string name, IReadOnlyCollection<string> known) =>
        To(name, known) is { } meant ? $"; did you mean '{meant}'?" : $"; known are {string.Join(", ", known)}";

    private static string Plain(string name) => name.Replace('-', '_').ToLowerInvariant();

    /// <summary>Edits between two names: insert, delete, replace, swap neighbours (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
