namespace Engine.Ingest.Formats;

/// <summary>The headers that are read, by name in whatever case. What is not in it is passed over, and what an operator drops is not in it.</summary>
internal sealed class HeaderTable
{
    private static readonly HeaderTableEntry[] s_request =
    [
        new("host", HeaderPlace.Host), new("cookie", HeaderPlace.Cookie), new("apikey", HeaderPlace.ApiKey), new("api-key", HeaderPlace.ApiKey),
        new("x-api-key", HeaderPlace.ApiKey), new("referer", HeaderPlace.Referer), new("user-agent", HeaderPlace.UserAgent),
        new("authorization", HeaderPlace.Authorization), new("x-forwarded-for", HeaderPlace.ForwardedFor), new("traceparent", HeaderPlace.Traceparent),
        new("x-request-id", HeaderPlace.RequestId),
        .. Kept(
            "accept", "accept-encoding", "accept-language", "content-type", "origin", "sec-ch-ua", "sec-fetch-mode", "sec-fetch-site", "via",
            "x-forwarded-host", "x-http-method-override", "x-original-url", "x-requested-with", "x-rewrite-url"),
    ];

    private static readonly HeaderTableEntry[] s_response =
        [new("x-blocked-by", HeaderPlace.BlockedBy), .. Kept("content-type", "location", "retry-after", "www-authenticate")];

    private readonly HeaderTableEntry[][] _byLength;

    private HeaderTable(IEnumerable<HeaderTableEntry> known, CaptureOptions options)
    {
        var entries = known.Concat(Kept([.. options.KeptHeaders.Select(name => name.ToLowerInvariant())]))
            .Where(entry => !options.DroppedHeaders.Contains(entry.Name, StringComparer.OrdinalIgnoreCase))
            .DistinctBy(entry => entry.Name).ToLookup(entry => entry.Name.Length);
        var longest = entries.Select(group => group.Key).DefaultIfEmpty().Max();
        _byLength = [.. Enumerable.Range(0, longest + 1).Select(length => entries[length].ToArray())];
    }

    public static HeaderTable ForRequests(CaptureOptions options) => new(s_request, options);

    public static HeaderTable ForResponses(CaptureOptions options) => new(s_response, options);

    /// <summary>Null: the header is not read.</summary>
    public HeaderTableEntry? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length >= _byLength.Length)
            return null;
        foreach (var entry in _byLength[name.Length])
        {
            if (entry.IsNamed(name))
                return entry;
        }

        return null;
    }

    /// <summary>True: a header is read into this place.</summary>
    public bool Has(HeaderPlace place) => _byLength.Any(entries => entries.Any(entry => entry.Place == place));

    private static IEnumerable<HeaderTableEntry> Kept(params string[] names) => names.Select(name => new HeaderTableEntry(name, HeaderPlace.Kept));
}
