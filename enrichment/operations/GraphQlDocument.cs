namespace Engine.Enrichment.Operations;

/// <summary>
/// What a GraphQL document asks for: its kind and the fields at its root. Not the name that its author gave it: that is the client's word,
/// the fields are what the server answers. Bounded in everything, and content with the beginning of a document.
/// </summary>
internal static class GraphQlDocument
{
    /// <summary>Characters and definitions that are looked at, and root fields beyond which they are not listed.</summary>
    private const int Longest = 8_192, MostDefinitions = 32, MostFields = 6;

    /// <param name="text">The document, or its beginning.</param>
    /// <param name="operation">Which of several operations; null for the first.</param>
    /// <returns><c>query orders+user</c>; null where it is no document.</returns>
    public static string? Describe(ReadOnlySpan<char> text, string? operation)
    {
        var definitions = Read(text.Length > Longest ? text[..Longest] : text);
        var operations = definitions.FindAll(definition => definition.Kind != "fragment");
        if ((operations.Find(found => found.Name == operation) ?? operations.FirstOrDefault()) is not { } chosen)
            return null;
        var fields = new SortedSet<string>(chosen.Fields, StringComparer.Ordinal);
        var spread = new SortedSet<string>(StringComparer.Ordinal);
        Spread(chosen, definitions, fields, spread);
        return fields.Count switch
        {
            0 => chosen.Kind,
            <= MostFields => $"{chosen.Kind} {string.Join('+', fields)}",
            _ => $"{chosen.Kind} {{many}}",
        };
    }

    private static void Spread(GraphQlDefinition from, List<GraphQlDefinition> definitions, SortedSet<string> fields, SortedSet<string> spread)
    {
        foreach (var name in from.Fragments)
        {
            // Each once: fragments may name each other in a ring.
            if (!spread.Add(name) || definitions.Find(definition => definition.Kind == "fragment" && definition.Name == name) is not { } fragment)
                continue;
            fields.UnionWith(fragment.Fields);
            Spread(fragment, definitions, fields, spread);
        }
    }

    private static List<GraphQlDefinition> Read(ReadOnlySpan<char> text)
    {
        var definitions = new List<GraphQlDefinition>();
        var tokens = new GraphQlTokens(text);
        while (definitions.Count < MostDefinitions && tokens.Next())
        {
            var kind = tokens.Current is "{" ? "query" : tokens.Current is "query" or "mutation" or "subscription" or "fragment" ? tokens.Current.ToString() : null;
            if (kind is null)
                break;
            var name = "";
            while (tokens.Current is not "{" && tokens.Next())
            {
                if (name.Length == 0 && tokens.IsName)
                    name = tokens.Current.ToString();
            }

            var definition = new GraphQlDefinition(kind, name);
            definition.ReadRoot(ref tokens);
            definitions.Add(definition);
        }

        return definitions;
    }
}
