namespace Engine.Enrichment.Secrets;

/// <summary>The parameters of a query as they stand.</summary>
internal static class QueryText
{
    /// <summary>Moves to the next parameter.</summary>
    /// <param name="query">Without '?'.</param>
    /// <param name="position">Where to look; afterwards behind the parameter.</param>
    /// <param name="name">Up to the first '='; the whole parameter where there is none.</param>
    /// <param name="valueStart">First character of the value.</param>
    /// <param name="valueLength">0 where there is none.</param>
    public static bool Next(ReadOnlySpan<char> query, ref int position, out ReadOnlySpan<char> name, out int valueStart, out int valueLength)
    {
        name = default;
        valueStart = valueLength = 0;
        if (position >= query.Length)
            return false;
        var rest = query[position..];
        var end = rest.IndexOfAny('&', ';');
        if (end < 0)
            end = rest.Length;
        var equals = rest[..end].IndexOf('=');
        name = rest[..(equals < 0 ? end : equals)];
        valueStart = position + (equals < 0 ? end : equals + 1);
        valueLength = position + end - valueStart;
        position += end + 1;
        return true;
    }

    public static ReadOnlySpan<char> Decode(ReadOnlySpan<char> value)
    {
        if (value.IndexOfAny('%', '+') < 0)
            return value;
        // A plus before digits is a country code that was not encoded, else it is a blank.
        var text = value.IndexOf('%') < 0 ? value.ToString() : Uri.UnescapeDataString(value);
        return text[0] == '+' ? text : text.Replace('+', ' ');
    }
}
