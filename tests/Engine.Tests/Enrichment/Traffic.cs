using Engine.Enrichment;
using Engine.Schemas;

namespace Engine.Tests.Enrichment;

/// <summary>Random calls that teach, verify, withdraw and merge within a few hundred of them.</summary>
internal sealed class Traffic(int seed)
{
    private static readonly int?[] s_status = [200, 200, 200, 201, 401, 403, 404, 302, null];

    private readonly Random _random = new(seed);

    /// <summary>Bounds small enough to be reached; nothing that the law excludes (credentials forgotten) happens.</summary>
    public static Enricher.Options Tight(Enricher.Options options) => options with
    {
        Actors = 1_000,
        Paths = options.Paths with { SlugWords = 5, PositionsPerService = 150, ShapesPerService = 12, Services = 3 },
    };

    public List<ApiEvent> Next(int calls) => [.. Enumerable.Range(0, calls).Select(_ => Next())];

    private ApiEvent Next()
    {
        var call = EnrichmentCall.Get(
            Path(), s_status[_random.Next(s_status.Length)], from: $"198.51.100.{_random.Next(12)}", query: _random.Next(3) == 0 ? "id=" + _random.Next(9) : null,
            host: ((string?[])["api.example.com", "api.example.com", "shop.example.com", "x" + _random.Next(9) + ".example.com", null])[_random.Next(5)],
            evidence: Evidence(), agent: "agent " + _random.Next(3), method: ((string[])["GET", "GET", "POST", "BREW"])[_random.Next(4)]);
        return call with
        {
            Route = _random.Next(12) == 0 ? "/routes/{name}/" + _random.Next(3) : null,
            SourceFormat = "format " + _random.Next(2),
            RequestHeaders = _random.Next(9) == 0 ? [new HeaderField("cookie", "a=1; sid=cookie-secret-" + _random.Next(5))] : null,
            RequestBody = _random.Next(3) == 0 ? Body() : null,
        };
    }

    private string Body() => _random.Next(3) switch
    {
        0 => $$$"""{"user":"user{{{_random.Next(9)}}}","password":"password-secret-1","extra{{{(char)('a' + _random.Next(26))}}}":{"n":{{{_random.Next(9)}}}}}""",
        1 => $"user={Word()}&password=password-secret-1",
        _ => $$"""{"query":"{ field{{_random.Next(4)}}(key: \"a-secret\") { id } }"}""",
    };

    private string Path() => _random.Next(8) switch
    {
        0 => "/me",
        6 => "/enter",
        7 => "/graphql",
        1 => $"/orders/{_random.Next(99)}",
        2 => $"/users/{Word()}/carts/{Word()}",
        3 => $"/files/{Word()}/{Word()}.png",
        4 => $"/{Word()}/{_random.Next(9)}-{Word()}'/../{_random.Next(9)}",
        _ => $"/reset/{Guid.Empty:N}{_random.Next(9)}/{Word()}@example.com",
    };

    private AuthenticationEvidence? Evidence() => _random.Next(9) switch
    {
        0 => EnrichmentCall.Bearer(Jwt.For("user" + _random.Next(9), ""","role":"admin","iss":"https://issuer.example" """)),
        1 => EnrichmentCall.Bearer(Jwt.For("user" + _random.Next(9), algorithm: "none")),
        2 => EnrichmentCall.Key("key-secret-" + _random.Next(9)),
        3 => new AuthenticationEvidence { Subject = "user" + _random.Next(9), Session = "session-secret-" + _random.Next(9) },
        4 => EnrichmentCall.Bearer("bearer-secret-" + _random.Next(9), ((bool?[])[true, false, null])[_random.Next(3)]),
        5 => new AuthenticationEvidence { Scheme = AuthenticationScheme.Basic, Credential = $"user{_random.Next(9)}:password-secret" },
        6 => new AuthenticationEvidence { Scheme = AuthenticationScheme.Cookie, Credential = Jwt.For("session" + _random.Next(3)), Consumer = _random.Next(3) == 0 ? "partner" : null },
        _ => null,
    };

    private string Word() => $"word{(char)('a' + _random.Next(26))}{(char)('a' + _random.Next(4))}";
}
