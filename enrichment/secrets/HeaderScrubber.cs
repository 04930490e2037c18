using System.Collections.Frozen;
using Engine.Schemas;

namespace Engine.Enrichment.Secrets;

/// <summary>Drops headers that carry secrets: by the words of their name, by the operator's list, or because the value is a credential.</summary>
internal sealed class HeaderScrubber(ParameterNames names, UrlScrubber urls, IReadOnlyList<string> dropped)
{
    private static readonly FrozenSet<string> s_urls = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "location", "content-location", "referer", "x-original-url", "x-original-uri", "x-rewrite-url", "x-forwarded-uri", ":path");

    private readonly FrozenSet<string> _dropped = dropped.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <returns>The same instance where nothing is secret.</returns>
    public IReadOnlyList<HeaderField>? Scrub(IReadOnlyList<HeaderField>? headers)
    {
        if (headers is null)
            return null;
        List<HeaderField>? kept = null;
        for (var i = 0; i < headers.Count; i++)
        {
            var header = headers[i];
            var clean = Scrub(header);
            if (ReferenceEquals(clean, header))
            {
                kept?.Add(header);
                continue;
            }

            if (kept is null)
            {
                kept = new List<HeaderField>(headers.Count);
                for (var before = 0; before < i; before++)
                    kept.Add(headers[before]);
            }

            if (clean is not null)
                kept.Add(clean);
        }

        return kept ?? headers;
    }

    /// <returns>Null: drop it.</returns>
    private HeaderField? Scrub(HeaderField header)
    {
        if (_dropped.Contains(header.Name) || names.Of(header.Name) == ParameterMeaning.Secret)
            return null;
        if (header.Value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || header.Value.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase)
            || header.Value.Contains("eyJ", StringComparison.Ordinal))
            return null;
        if (!s_urls.Contains(header.Name))
            return header;
        var url = urls.ScrubUrl(header.Value);
        return ReferenceEquals(url, header.Value) ? header : header with { Value = url };
    }
}
