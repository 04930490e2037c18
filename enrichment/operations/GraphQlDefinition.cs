namespace Engine.Enrichment.Operations;

/// <summary>An operation or a fragment of a GraphQL document, as far as its root goes.</summary>
/// <param name="Kind">query, mutation, subscription or fragment.</param>
/// <param name="Name">Its own; empty where it has none.</param>
internal sealed record GraphQlDefinition(string Kind, string Name)
{
    /// <summary>Different fields and fragments that are looked at.</summary>
    private const int Most = 64;

    private const int LongestName = 64, Deepest = 63;

    /// <summary>Fields at its root, by their own names.</summary>
    public SortedSet<string> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>Fragments whose fields stand at its root as well.</summary>
    public SortedSet<string> Fragments { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads on to the bracket that ends it.</summary>
    public void ReadRoot(ref GraphQlTokens tokens)
    {
        // A bit for each level whose fields are those of the root: an inline fragment is one of them.
        var (depth, root) = (1, 1UL << 1);
        while (depth > 0 && tokens.Next())
        {
            if (tokens.Current is "{")
            {
                depth++;
                root = tokens.IsInlineFragment && (root & (1UL << (depth - 1 & Deepest))) != 0 ? root | (1UL << (depth & Deepest)) : root & ~(1UL << (depth & Deepest));
            }
            else if (tokens.Current is "}")
            {
                depth--;
            }
            else if ((root & (1UL << (depth & Deepest))) != 0 && Fields.Count + Fragments.Count < Most)
            {
                Take(ref tokens);
            }
        }
    }

    private void Take(ref GraphQlTokens tokens)
    {
        if (tokens.IsSpread)
        {
            Fragments.Add(tokens.Current.ToString());
            return;
        }

        // The name was an alias where another one follows a colon.
        var alias = tokens.Current;
        var name = tokens.TakesAlias() ? tokens.Current : alias;
        Fields.Add(name.Length > LongestName ? "{any}" : name.ToString());
    }
}
