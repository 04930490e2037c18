using Engine.Enrichment.Bodies;
using Engine.Enrichment.Secrets;
using Engine.Schemas;

namespace Engine.Enrichment.Operations;

/// <summary>Calls of a GraphQL server: one path, many operations. Which one is in the body, or in the query of a GET.</summary>
internal static class GraphQlCall
{
    /// <summary>Different operations of one batch beyond which they are not listed.</summary>
    private const int MostInBatch = 4;

    private const int LongestQuery = 8_192, LongestName = 64;

    public static bool Is(string path)
    {
        var text = path.AsSpan().TrimEnd('/');
        var last = text[(text.LastIndexOf('/') + 1)..];
        return last.Equals("graphql", StringComparison.OrdinalIgnoreCase) || last.Equals("gql", StringComparison.OrdinalIgnoreCase);
    }

    /// <returns>What it asks for; null where its source does not show it.</returns>
    public static string? Describe(ApiEvent call)
    {
        if (call.RequestBody is { Length: > 0 } body)
            return IsJson(body) ? FromJson(body) : GraphQlDocument.Describe(body, null);
        return call.Query is { Length: > 0 } query ? FromQuery(query) : null;
    }

    /// <summary>The server understood it: an answer without data only says what is wrong.</summary>
    public static bool IsAnswered(string? responseBody)
    {
        var fields = new JsonFields(responseBody);
        var isAnswered = false;
        while (fields.Next())
        {
            if (fields.Parent.IsEmpty && fields.Name is "data")
                return fields.Kind != JsonFieldKind.Null;
            isAnswered |= fields.Parent.IsEmpty && fields.Name is not ("errors" or "extensions");
        }

        return isAnswered;
    }

    // A document by itself may begin with a bracket, too.
    private static bool IsJson(string body)
    {
        var text = body.AsSpan().TrimStart();
        return text is ['[', ..] || (text is ['{', .. var rest] && rest.TrimStart() is ['"', ..]);
    }

    private static string? FromJson(string body)
    {
        var fields = new JsonFields(body);
        var found = new SortedSet<string>(StringComparer.Ordinal);
        string? query = null, name = null;
        while (fields.Next())
        {
            if (!fields.Parent.IsEmpty || fields.Kind != JsonFieldKind.Text)
                continue;
            if (fields.Name is "operationName")
                name = fields.Value.ToString();
            if (fields.Name is not "query")
                continue;
            if (query is not null && found.Count <= MostInBatch)
                found.Add(GraphQlDocument.Describe(query, null) ?? "?");
            query = JsonText.Unescape(fields.Value.Length > LongestQuery ? fields.Value[..LongestQuery] : fields.Value);
        }

        if (query is null)
            return name is { Length: > 0 and <= LongestName } && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $"persisted {name}" : null;
        var last = GraphQlDocument.Describe(query, name);
        if (found.Count == 0 || last is null)
            return last;
        found.Add(last);
        return found.Count <= MostInBatch ? string.Join(", ", found) : "batch {many}";
    }

    private static string? FromQuery(string query)
    {
        var position = 0;
        string? name = null;
        string? document = null;
        while (QueryText.Next(query, ref position, out var parameter, out var start, out var length))
        {
            var value = query.AsSpan(start, Math.Min(length, LongestQuery));
            if (parameter is "query")
                document = Uri.UnescapeDataString(value.ToString().Replace('+', ' '));
            else if (parameter is "operationName")
                name = value.ToString();
        }

        return document is null ? null : GraphQlDocument.Describe(document, name);
    }
}
