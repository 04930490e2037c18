using Engine.Schemas;

namespace Engine.Enrichment.Secrets;

/// <summary>The call as it may be stored, logged and published: no credential, no secret value, no body unless the operator wants bodies.</summary>
internal sealed class SecretScrubber
{
    private readonly QueryScrubber _queries;
    private readonly UrlScrubber _urls;
    private readonly HeaderScrubber _headers;
    private readonly bool _keepBodies;

    public SecretScrubber(ParameterNames names, bool keepBodies, IReadOnlyList<string> droppedHeaders)
    {
        _queries = new QueryScrubber(names);
        _urls = new UrlScrubber(names, _queries);
        _headers = new HeaderScrubber(names, _urls, droppedHeaders);
        _keepBodies = keepBodies;
    }

    /// <summary>Calls in which something besides the credential had to go.</summary>
    public long Scrubbed { get; private set; }

    /// <param name="call">As ingest read it.</param>
    /// <param name="shown">Its evidence without secrets.</param>
    /// <param name="pathHoldsSecret">Its template has found a secret segment.</param>
    /// <returns>The same instance where nothing had to change: copying a call costs more than looking at it.</returns>
    public ApiEvent Scrub(ApiEvent call, AuthenticationEvidence? shown, bool pathHoldsSecret)
    {
        var path = _urls.ScrubPath(call.Path, pathHoldsSecret);
        var query = call.Query is { Length: > 0 } sent ? _queries.Scrub(sent) : call.Query;
        var referer = call.Referer is { } from ? _urls.ScrubUrl(from) : null;
        var requestHeaders = _headers.Scrub(call.RequestHeaders);
        var responseHeaders = _headers.Scrub(call.ResponseHeaders);
        var dropsBody = !_keepBodies && (call.RequestBody is not null || call.ResponseBody is not null);
        var isSame = !dropsBody && ReferenceEquals(path, call.Path) && ReferenceEquals(query, call.Query) && ReferenceEquals(referer, call.Referer)
            && ReferenceEquals(requestHeaders, call.RequestHeaders) && ReferenceEquals(responseHeaders, call.ResponseHeaders);
        if (isSame)
            return ReferenceEquals(shown, call.Authentication) ? call : call with { Authentication = shown };
        Scrubbed++;
        return call with
        {
            Authentication = shown,
            Path = path,
            Query = query,
            Referer = referer,
            RequestHeaders = requestHeaders,
            ResponseHeaders = responseHeaders,
            RequestBody = _keepBodies ? call.RequestBody : null,
            ResponseBody = _keepBodies ? call.ResponseBody : null,
        };
    }
}
