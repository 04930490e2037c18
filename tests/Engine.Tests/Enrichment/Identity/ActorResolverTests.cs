using System.Text;
using Engine.Enrichment;
using Engine.Enrichment.Identity;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Identity;

public sealed class ActorResolverTests
{
    private static readonly ActorKey s_caller = new(ActorKind.Address, "203.0.113.1|" + Fingerprint("test/1"));

    private readonly Enricher _enricher = EnrichmentCall.Enricher();

    [Fact]
    public void Without_evidence_the_actor_is_address_and_fingerprint()
    {
        var enriched = _enricher.Enrich(EnrichmentCall.Get("/x"));
        Assert.Equal(s_caller, enriched.Actor.Key);
        Assert.False(enriched.IsVerified);
        Assert.Null(enriched.ClaimedUser);
    }

    [Fact]
    public void Tls_fingerprint_tells_clients_apart_better_than_the_agent() =>
        Assert.Equal("203.0.113.1|t13d1516h2", _enricher.Enrich(EnrichmentCall.Get("/x") with { TlsFingerprint = "t13d1516h2" }).Actor.Key.Value);

    [Fact]
    public void Accepted_token_is_its_subject_from_this_very_call_on()
    {
        var enriched = Call("/orders/1", 200, EnrichmentCall.Bearer(Jwt.For("alice")));
        Assert.Equal(new ActorKey(ActorKind.User, "alice"), enriched.Actor.Key);
        Assert.True(enriched.IsVerified);
        Assert.Null(enriched.ClaimedUser);
    }

    [Fact]
    public void Two_tokens_of_a_user_are_one_actor()
    {
        var first = Call("/orders/1", 200, EnrichmentCall.Bearer(Jwt.For("alice", signature: "b25l")));
        Assert.Same(first.Actor, Call("/orders/1", 200, EnrichmentCall.Bearer(Jwt.For("alice", signature: "dHdv"))).Actor);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(null)]
    public void Verified_credential_stays_verified_for_what_follows(int? status)
    {
        Call("/orders/1", 200, EnrichmentCall.Bearer(Jwt.For("alice")));
        Assert.Equal("alice", Call("/orders/2", status, EnrichmentCall.Bearer(Jwt.For("alice"))).Actor.Key.Value);
    }

    [Fact]
    public void Token_that_a_guarded_endpoint_accepted_is_still_its_user_after_it_expired()
    {
        Call("/orders/1", 200, EnrichmentCall.Bearer(Jwt.For("alice")));
        Call("/orders/1", 401, null);
        Call("/orders/1", 200, EnrichmentCall.Bearer(Jwt.For("alice")));
        Assert.Equal("alice", Call("/orders/1", 401, EnrichmentCall.Bearer(Jwt.For("alice"))).Actor.Key.Value);
    }

    [Fact]
    public void Token_accepted_where_nobody_asks_for_one_is_worth_nothing_after_a_401()
    {
        var forged = EnrichmentCall.Bearer(Jwt.For("victim"));
        Call("/news", 200, forged);
        Assert.Equal(s_caller, Call("/orders/1", 401, forged).Actor.Key);
        Assert.Equal(s_caller, Call("/orders/2", 403, forged).Actor.Key);
        Assert.Equal(1, _enricher.Statistics.WithdrawnCredentials);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(302)]
    [InlineData(null)]
    public void Token_that_was_never_accepted_leaves_the_caller_to_its_address_and_names_its_target(int? status)
    {
        var enriched = Call("/orders/1", status, EnrichmentCall.Bearer(Jwt.For("victim")));
        Assert.Equal(s_caller, enriched.Actor.Key);
        Assert.False(enriched.IsVerified);
        Assert.Equal("victim", enriched.ClaimedUser);
    }

    [Fact]
    public void Endpoint_that_serves_strangers_verifies_nothing()
    {
        _enricher.Publish("/news");
        Assert.Equal(s_caller, Call("/news", 200, EnrichmentCall.Bearer(Jwt.For("victim"))).Actor.Key);
    }

    [Fact]
    public void Verification_is_taken_back_when_its_endpoint_turns_out_to_serve_strangers()
    {
        var forged = EnrichmentCall.Bearer(Jwt.For("victim"));
        Assert.Equal("victim", Call("/news", 200, forged).Actor.Key.Value);
        _enricher.Publish("/news");
        Assert.Equal(s_caller, Call("/orders/1", 403, forged).Actor.Key);
    }

    [Fact]
    public void Two_strangers_do_not_make_an_endpoint_public()
    {
        _enricher.Publish("/news", strangers: 2);
        _enricher.Publish("/news", strangers: 2);
        Assert.True(Call("/news", 200, EnrichmentCall.Key("key")).IsVerified);
    }

    [Fact]
    public void Acceptance_by_our_own_enforcement_point_verifies_nothing() =>
        Assert.False(_enricher.Enrich(EnrichmentCall.Get("/x", evidence: EnrichmentCall.Key("key"), blockedBy: "haproxy")).IsVerified);

    [Theory]
    [InlineData("/login")]
    [InlineData("/password-reset")]
    [InlineData("/healthz")]
    public void Endpoint_that_people_reach_before_they_are_known_verifies_nothing(string path) =>
        Assert.Equal(s_caller, Call(path, 200, EnrichmentCall.Bearer(Jwt.For("victim"))).Actor.Key);

    [Fact]
    public void Gateway_decides_where_it_says_so()
    {
        Assert.Equal("alice", Call("/x", 403, EnrichmentCall.Bearer(Jwt.For("alice"), gateway: true)).Actor.Key.Value);
        Assert.Equal("alice", Call("/x", 401, EnrichmentCall.Bearer(Jwt.For("alice"))).Actor.Key.Value);
        var refused = Call("/x", 200, EnrichmentCall.Bearer(Jwt.For("bob"), gateway: false));
        Assert.Equal(s_caller, refused.Actor.Key);
        Assert.Equal("bob", refused.ClaimedUser);
        Assert.Equal(s_caller, Call("/x", 200, EnrichmentCall.Bearer(Jwt.For("alice"), gateway: false)).Actor.Key);
    }

    [Fact]
    public void Unsigned_token_is_not_believed_even_if_the_service_takes_it() =>
        Assert.Equal(s_caller, Call("/orders/1", 200, EnrichmentCall.Bearer(Jwt.For("victim", algorithm: "none"))).Actor.Key);

    [Fact]
    public void Name_that_comes_along_with_an_accepted_session_is_not_believed()
    {
        var both = EnrichmentCall.Bearer(Jwt.For("victim")) with { Session = "mine" };
        for (var i = 0; i < 3; i++)
        {
            var enriched = Call("/orders/1", 200, both);
            Assert.Equal(ActorKind.Session, enriched.Actor.Key.Kind);
            Assert.Equal("victim", enriched.ClaimedUser);
        }
    }

    [Fact]
    public void Invented_keys_beside_a_real_session_do_not_hide_the_session()
    {
        var actors = new HashSet<Actor>();
        for (var i = 0; i < 20; i++)
            actors.Add(Call("/orders/1", 200, EnrichmentCall.Key("invented " + i) with { Session = "mine" }).Actor);
        Assert.InRange(actors.Count, 1, 2);
    }

    [Fact]
    public void Forged_token_beside_a_consumer_that_the_gateway_checked_blames_nobody()
    {
        var enriched = Call("/orders/1", 200, EnrichmentCall.Bearer(Jwt.For("victim")) with { Consumer = "mine" });
        Assert.Equal(new ActorKey(ActorKind.Consumer, "mine"), enriched.Actor.Key);
        Assert.Equal("victim", enriched.ClaimedUser);
    }

    [Fact]
    public void Consumer_named_for_lack_of_a_credential_is_nobody() =>
        Assert.Equal(s_caller, Call("/x", 200, new AuthenticationEvidence { Consumer = "anonymous" }).Actor.Key);

    [Fact]
    public void User_field_without_credential_counts_for_the_client_that_succeeded()
    {
        var named = new AuthenticationEvidence { Scheme = AuthenticationScheme.Basic, Subject = "victim" };
        Assert.Equal("victim", Call("/orders/1", 200, named).Actor.Key.Value);
        Assert.Equal("victim", Call("/orders/2", 403, named).Actor.Key.Value);
        var wrongPassword = Call("/orders/2", 401, named);
        Assert.Equal(s_caller, wrongPassword.Actor.Key);
        Assert.Equal("victim", wrongPassword.ClaimedUser);
        var elsewhere = _enricher.Enrich(EnrichmentCall.Get("/orders/1", 403, from: "203.0.113.66", evidence: named));
        Assert.Equal(ActorKind.Address, elsewhere.Actor.Key.Kind);
    }

    [Fact]
    public void Basic_credential_names_its_user_only_with_its_password()
    {
        Assert.Equal("victim", Call("/orders/1", 200, Basic("victim:right")).Actor.Key.Value);
        var guess = Call("/orders/1", 401, Basic("victim:wrong"));
        Assert.Equal(s_caller, guess.Actor.Key);
        Assert.Equal("victim", guess.ClaimedUser);
    }

    [Fact]
    public void Opaque_key_is_its_keyed_hash()
    {
        var enriched = Call("/x", 200, EnrichmentCall.Key("secret key"));
        Assert.Equal(ActorKind.ApiKey, enriched.Actor.Key.Kind);
        Assert.Equal(enriched.Call.Authentication!.CredentialHash, enriched.Actor.Key.Value);
        Assert.Null(enriched.Call.Authentication.Credential);
    }

    [Fact]
    public void Session_is_found_in_a_logged_cookie_header()
    {
        var call = EnrichmentCall.Get("/x") with { RequestHeaders = [new HeaderField("cookie", "theme=dark; JSESSIONID=abc123; x=y")] };
        var enriched = _enricher.Enrich(call);
        Assert.Equal(ActorKind.Session, enriched.Actor.Key.Kind);
        Assert.Equal(enriched.Call.Authentication!.Session, enriched.Actor.Key.Value);
        Assert.Empty(enriched.Call.RequestHeaders!);
    }

    [Fact]
    public void Order_is_configured()
    {
        var enricher = EnrichmentCall.Enricher(options => options with { Order = [IdentitySource.ApiKey] });
        Assert.Equal(ActorKind.ApiKey, enricher.Enrich(EnrichmentCall.Get("/x", evidence: EnrichmentCall.Bearer(Jwt.For("alice")))).Actor.Key.Kind);
        Assert.Equal(ActorKind.Address, enricher.Enrich(EnrichmentCall.Get("/x")).Actor.Key.Kind);
    }

    [Fact]
    public void Claims_are_kept_and_the_token_is_not()
    {
        var shown = Call("/x", 200, EnrichmentCall.Bearer(Jwt.For("alice", ""","tenant":"t1" """))).Call.Authentication!;
        Assert.Equal(AuthenticationScheme.Jwt, shown.Scheme);
        Assert.Equal("alice", shown.Subject);
        Assert.Contains(new HeaderField("tenant", "t1"), shown.Claims!);
        Assert.Null(shown.Credential);
    }

    [Fact]
    public void A_token_in_the_field_for_its_hash_is_hashed_all_the_same()
    {
        var shown = Call("/x", 200, new AuthenticationEvidence { Scheme = AuthenticationScheme.Bearer, CredentialHash = "raw token" }).Call.Authentication!;
        Assert.True(CredentialHasher.IsHash(shown.CredentialHash!));
    }

    [Fact]
    public void A_stored_hash_sent_as_a_token_is_not_its_owner()
    {
        var owner = Call("/x", 200, EnrichmentCall.Key("real key")).Call.Authentication!.CredentialHash!;
        Call("/x", 200, new AuthenticationEvidence { Scheme = AuthenticationScheme.ApiKey, CredentialHash = owner });
        Assert.Equal(s_caller, Call("/x", 403, EnrichmentCall.Key(owner)).Actor.Key);
    }

    [Fact]
    public void A_basic_credential_sent_as_a_token_names_nobody()
    {
        Call("/x", 403, Basic("victim:guess"));
        var token = Call("/x", 200, EnrichmentCall.Bearer(Basic("victim:guess").Credential!));
        Assert.Equal(ActorKind.ApiKey, token.Actor.Key.Kind);
    }

    [Fact]
    public void A_name_without_end_is_cut_and_stays_its_own()
    {
        var first = Call("/x", 200, EnrichmentCall.Bearer(Jwt.For("alice"), gateway: true) with { Consumer = new string('a', 5000) + "1" });
        Assert.InRange(first.Actor.Key.Value.Length, 1, 256);
        var one = Call("/x", 200, new AuthenticationEvidence { Consumer = new string('a', 5000) + "1" }).Actor;
        var two = Call("/x", 200, new AuthenticationEvidence { Consumer = new string('a', 5000) + "2" }).Actor;
        Assert.InRange(one.Key.Value.Length, 1, 256);
        Assert.NotEqual(one, two);
    }

    private static AuthenticationEvidence Basic(string userAndPassword) =>
        new() { Scheme = AuthenticationScheme.Basic, Credential = Convert.ToBase64String(Encoding.UTF8.GetBytes(userAndPassword)) };

    private static string Fingerprint(string agent) => new Engine.Enrichment.Clients.UserAgents(new TableSeed("any"u8)).Of(agent).Fingerprint;

    private EnrichedEvent Call(string path, int? status, AuthenticationEvidence? evidence) =>
        _enricher.Enrich(EnrichmentCall.Get(path, status, evidence: evidence));
}
