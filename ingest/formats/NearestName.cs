namespace Engine.Ingest.Formats;

/// <summary>Finds what somebody meant who misspelt a name.</summary>
internal static class NearestName
{
    /// <summary>The name with the fewest edits, at most a third of its length; null where none is near.</summary>
    public static string? To(string typed, IEnumerable<string> names)
    {
        string? best = null;
        var fewest = int.MaxValue;
        foreach (var name in names)
        {
            var edits = Edits(typed, name);
            if (edits < fewest && edits * 3 <= Math.Max(name.Length, 3))
                (best, fewest) = (name, edits);
        }

        return best;
    }

    private static int Edits(string a, string b)
    {
        // Nobody means a known name with thousands of letters.
        if (a.Length > 64)
            return int.MaxValue / 4;
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
            row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
