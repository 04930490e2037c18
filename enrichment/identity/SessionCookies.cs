using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>Finds the session among a call's cookies, where the source logged the cookie header and no session of its own.</summary>
internal sealed class SessionCookies(IReadOnlyList<string> names)
{
    /// <summary>The evidence, with the session that a cookie shows.</summary>
    public AuthenticationEvidence? Add(ApiEvent call)
    {
        var evidence = call.Authentication;
        if (call.RequestHeaders is not { } headers || evidence?.Session is not null)
            return evidence;
        for (var i = 0; i < headers.Count; i++)
        {
            if (headers[i].Name == "cookie" && Find(headers[i].Value) is { } session)
                return (evidence ?? new AuthenticationEvidence()) with { Session = session };
        }

        return evidence;
    }

    private string? Find(ReadOnlySpan<char> cookies)
    {
        foreach (var range in cookies.Split(';'))
        {
            var cookie = cookies[range].Trim();
            var equals = cookie.IndexOf('=');
            if (equals <= 0 || equals == cookie.Length - 1)
                continue;
            foreach (var name in names)
            {
                if (cookie[..equals].Equals(name, StringComparison.Ordinal))
                    return cookie[(equals + 1)..].ToString();
            }
        }

        return null;
    }
}
