using CsCheck;
using Engine.Enrichment;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Identity;

/// <summary>Laws about an attacker who writes whatever names and credentials it likes, before a service that checks them.</summary>
public sealed class ForgedIdentityTests
{
    private static readonly Gen<(int Kind, int Path, int Number)> s_attempt = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 3], Gen.Int[0, 50]);

    [Fact]
    public void Forged_claims_blame_nobody_and_hide_nobody() => s_attempt.List[1, 60].Sample(attempts =>
    {
        var enricher = Served();
        var own = enricher.Enrich(EnrichmentCall.Get("/news", from: "192.0.2.66")).Actor;
        foreach (var (kind, path, number) in attempts)
        {
            // Public pages accept everybody; the guarded ones refuse what they do not know, as services do.
            var (target, status) = path switch { 0 => ("/news", 200), 1 => ($"/orders/{number}", 401), 2 => ($"/orders/{number}", 403), _ => ($"/probe/x{number}x", 404) };
            var enriched = enricher.Enrich(EnrichmentCall.Get(target, status, from: "192.0.2.66", evidence: Forged(kind, number)));
            Assert.Same(own, enriched.Actor);
            Assert.False(enriched.IsVerified);
            Assert.DoesNotContain("victim", enriched.Actor.Key.Value, StringComparison.Ordinal);
        }

        var victim = enricher.Enrich(EnrichmentCall.Get("/orders/1", 403, evidence: EnrichmentCall.Bearer(Jwt.For("victim", signature: "cmVhbA"))));
        Assert.Equal(new ActorKey(ActorKind.User, "victim"), victim.Actor.Key);
    }, iter: 300);

    [Fact]
    public void A_flood_of_invented_credentials_does_not_make_the_engine_forget_a_verified_one()
    {
        var enricher = Served();
        for (var i = 0; i < 50_000; i++)
            enricher.Enrich(EnrichmentCall.Get("/orders/1", 401, from: "192.0.2.66", evidence: EnrichmentCall.Key("invented " + i)));
        Assert.True(enricher.Enrich(EnrichmentCall.Get("/orders/1", 403, evidence: EnrichmentCall.Bearer(Jwt.For("victim", signature: "cmVhbA")))).IsVerified);
        Assert.InRange(enricher.Statistics.Credentials, 1, 20_000);
    }

    /// <summary>A service with a public page and guarded orders, on which the victim has been at work.</summary>
    private static Enricher Served()
    {
        var enricher = EnrichmentCall.Enricher();
        enricher.Publish("/news");
        enricher.Enrich(EnrichmentCall.Get("/orders/1", 401));
        enricher.Enrich(EnrichmentCall.Get("/orders/1", 200, evidence: EnrichmentCall.Bearer(Jwt.For("victim", signature: "cmVhbA"))));
        return enricher;
    }

    private static AuthenticationEvidence Forged(int kind, int number) => kind switch
    {
        0 => EnrichmentCall.Bearer(Jwt.For("victim", signature: "Zm9yZ2Vk" + number)),
        1 => EnrichmentCall.Bearer(Jwt.For("victim", algorithm: "none", signature: "")),
        2 => EnrichmentCall.Bearer(Jwt.For("victim" + number)),
        3 => EnrichmentCall.Key("forged" + number),
        4 => new AuthenticationEvidence { Session = "forged" + number },
        5 => new AuthenticationEvidence { Scheme = AuthenticationScheme.Basic, Credential = "victim:guess" + number, Subject = "victim" },
        6 => new AuthenticationEvidence { Subject = "victim" },
        _ => EnrichmentCall.Bearer(Jwt.For("victim"), gateway: false) with { Session = "forged" + number, Consumer = "victim" },
    };
}
