using CsCheck;
using Engine.Enrichment;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Endpoints;

public sealed class PathTemplatesTests
{
    private readonly Enricher _enricher = EnrichmentCall.Enricher();

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/v1/orders/17", "/v1/orders/{id}")]
    [InlineData("/v1//orders/17/", "/v1/orders/{id}")]
    [InlineData("/v1/%6Frders/17", "/v1/orders/{id}")]
    [InlineData("/Orders", "/Orders")]
    [InlineData("/v1/orders;v=2/17", "/v1/orders/{id}")]
    [InlineData("/users/alice%40example.com/files/12345.pdf", "/users/{email}/files/{id}.pdf")]
    [InlineData("/assets/app.3f2a.js", "/assets/*.js")]
    [InlineData("/images/2024/photo.PNG", "/images/{id}/*.PNG")]
    [InlineData("/reports/annual.pdf", "/reports/annual.pdf")]
    [InlineData("/en-US/help", "/en-US/help")]
    [InlineData("/projects/group%2Fname/issues", "/projects/{slug}/issues")]
    [InlineData("http://api.example.com/v1/orders/17", "/v1/orders/{id}")]
    public void Accepted_path_is_known_by_its_template(string path, string template)
    {
        var enriched = _enricher.Enrich(EnrichmentCall.Get(path));
        Assert.Equal(template, enriched.Endpoint.Template);
        Assert.False(enriched.IsProvisional);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(500)]
    [InlineData(null)]
    public void Only_acceptance_makes_an_endpoint_known(int? status)
    {
        Assert.True(_enricher.Enrich(EnrichmentCall.Get("/v1/orders/17", status)).IsProvisional);
        Assert.Empty(_enricher.Endpoints.Endpoints);
    }

    [Fact]
    public void What_our_own_enforcement_answers_teaches_nothing() =>
        Assert.True(_enricher.Enrich(EnrichmentCall.Get("/v1/orders/17", blockedBy: "haproxy")).IsProvisional);

    [Fact]
    public void Refused_call_has_the_template_of_the_endpoint_that_it_matches()
    {
        var known = _enricher.Enrich(EnrichmentCall.Get("/v1/orders/17")).Endpoint;
        var refused = _enricher.Enrich(EnrichmentCall.Get("/v1/orders/18", 404));
        Assert.Same(known, refused.Endpoint);
        Assert.False(refused.IsProvisional);
    }

    [Fact]
    public void Unknown_words_are_one_shape_below_what_is_known()
    {
        _enricher.Enrich(EnrichmentCall.Get("/v1/orders/17"));
        var backup = _enricher.Enrich(EnrichmentCall.Get("/v1/backup/3", 404));
        var dump = _enricher.Enrich(EnrichmentCall.Get("/v1/dump/4", 404));
        Assert.Equal("/v1/{any}/{id}", backup.Endpoint.Template);
        Assert.Same(backup.Endpoint, dump.Endpoint);
        Assert.True(dump.IsProvisional);
    }

    [Fact]
    public void Provisional_endpoint_stays_the_same_one_when_it_becomes_known()
    {
        _enricher.Enrich(EnrichmentCall.Get("/v1/orders"));
        var before = _enricher.Enrich(EnrichmentCall.Get("/v1/orders/1", 404));
        var after = _enricher.Enrich(EnrichmentCall.Get("/v1/orders/2"));
        Assert.True(before.IsProvisional);
        Assert.Same(before.Endpoint, after.Endpoint);
        Assert.False(after.IsProvisional);
    }

    [Theory]
    [InlineData("/v1/orders/../../etc/passwd")]
    [InlineData("/v1/orders/%2e%2e/admin")]
    [InlineData("/v1/orders/..%2f..%2fetc%2fpasswd")]
    [InlineData("/v1/<script>")]
    [InlineData("/v1/orders/1'--")]
    [InlineData("/v1/%00")]
    [InlineData("/v1/{slug}")]
    public void Attack_in_the_path_never_becomes_an_endpoint(string path)
    {
        Assert.True(_enricher.Enrich(EnrichmentCall.Get(path)).IsProvisional);
        Assert.Empty(_enricher.Endpoints.Endpoints);
    }

    [Fact]
    public void Gateway_route_wins()
    {
        var call = EnrichmentCall.Get("/v1/orders/17/items") with { Route = "/v1/orders/:order/*" };
        var enriched = _enricher.Enrich(call);
        Assert.Equal("/v1/orders/:order/*", enriched.Endpoint.Template);
        Assert.Equal("17", Assert.Single(enriched.Objects).Value);
    }

    [Fact]
    public void Names_become_one_slug_and_the_map_says_what_became_of_each()
    {
        var first = _enricher.Enrich(EnrichmentCall.Get("/users/user-name-a/posts")).Endpoint;
        for (var i = 0; i < 100; i++)
            _enricher.Enrich(EnrichmentCall.Get($"/users/{Name(i)}/posts", from: $"198.51.100.{i % 20}"));
        var last = _enricher.Enrich(EnrichmentCall.Get("/users/someone/posts", 404));

        Assert.Equal("/users/{slug}/posts", last.Endpoint.Template);
        Assert.False(last.IsProvisional);
        Assert.Equal(new ObjectRef("slug", ObjectPlace.Path, "someone", null), Assert.Single(last.Objects));
        Assert.Same(last.Endpoint, _enricher.Endpoints.Follow(first));
        Assert.Equal("paths-2", _enricher.Endpoints.Version);
        Assert.Equal(["/users/{slug}/posts"], _enricher.Endpoints.Endpoints.Select(endpoint => endpoint.Template));
    }

    [Fact]
    public void Words_among_names_stay_words()
    {
        for (var i = 0; i < 200; i++)
        {
            _enricher.Enrich(EnrichmentCall.Get("/users/" + Name(i), from: $"198.51.100.{i % 20}"));
            _enricher.Enrich(EnrichmentCall.Get("/users/me"));
            if (i % 2 == 0)
                _enricher.Enrich(EnrichmentCall.Get("/users/profile"));
        }

        _enricher.Enrich(EnrichmentCall.Get("/users/search"));
        Assert.Equal(
            ["/users/me", "/users/profile", "/users/search", "/users/{slug}"],
            _enricher.Endpoints.Endpoints.Select(endpoint => endpoint.Template));
    }

    [Fact]
    public void Many_words_of_an_api_stay_words()
    {
        var random = new Random(3);
        for (var call = 0; call < 5_000; call++)
        {
            // A few endpoints are called often, most now and then.
            var word = (int)(Math.Pow(random.NextDouble(), 2) * 70);
            _enricher.Enrich(EnrichmentCall.Get("/api/" + Name(word), from: $"198.51.100.{random.Next(50)}"));
        }

        Assert.Equal(70, _enricher.Endpoints.Endpoints.Count);
        Assert.Empty(_enricher.Endpoints.Moves);
    }

    [Fact]
    public void One_client_before_a_server_that_accepts_everything_makes_no_slug_of_words()
    {
        foreach (var word in (string[])["orders", "invoices", "customers"])
            _enricher.Enrich(EnrichmentCall.Get("/" + word, from: "198.51.100.9"));
        for (var i = 0; i < 5_000; i++)
            _enricher.Enrich(EnrichmentCall.Get("/" + Name(i)));

        Assert.Empty(_enricher.Endpoints.Moves);
        Assert.Equal("/orders", _enricher.Enrich(EnrichmentCall.Get("/orders")).Endpoint.Template);
        // As long as it is not known how many addresses there are it may bring words, then no more.
        Assert.InRange(_enricher.Endpoints.Endpoints.Count, 3, 550);
    }

    [Fact]
    public void A_long_word_does_not_make_names_of_its_neighbours()
    {
        _enricher.Enrich(EnrichmentCall.Get("/blog/" + string.Join('-', Enumerable.Repeat("word", 20))));
        Assert.Equal("/blog/archive", _enricher.Enrich(EnrichmentCall.Get("/blog/archive")).Endpoint.Template);
    }

    [Fact]
    public void Host_without_an_accepted_call_is_no_service()
    {
        Assert.Equal("-other-", _enricher.Enrich(EnrichmentCall.Get("/x", 404, host: "evil.example")).Endpoint.Service);
        Assert.Equal("shop.example", _enricher.Enrich(EnrichmentCall.Get("/x", 200, host: "shop.example")).Endpoint.Service);
        Assert.Equal("shop.example", _enricher.Enrich(EnrichmentCall.Get("/x", 404, host: "shop.example")).Endpoint.Service);
        Assert.Equal("-", _enricher.Enrich(EnrichmentCall.Get("/x", 404, host: null)).Endpoint.Service);
        Assert.Equal(
            "orders-v2", _enricher.Enrich(EnrichmentCall.Get("/x", host: null) with { Hop = new ServiceHop(null, "orders-v2", null) }).Endpoint.Service);
    }

    [Fact]
    public void Invented_methods_share_one_tree() =>
        Assert.Equal(
            _enricher.Enrich(EnrichmentCall.Get("/x", method: "EVIL1")).Endpoint, _enricher.Enrich(EnrichmentCall.Get("/x", method: "EVIL2")).Endpoint);

    [Fact]
    public void Any_path_at_all_gets_some_endpoint() => Gen.Select(Gen.String, Gen.Int[100, 599]).Sample((path, status) =>
        Assert.NotNull(EnrichmentCall.Enricher().Enrich(EnrichmentCall.Get(path, status)).Endpoint));

    [Fact]
    public void A_path_of_a_megabyte_costs_no_time_to_speak_of()
    {
        var enriched = _enricher.Enrich(EnrichmentCall.Get(string.Concat(Enumerable.Repeat("/a", 500_000)), 404));
        Assert.EndsWith("/{*}", enriched.Endpoint.Template, StringComparison.Ordinal);
        Assert.True(enriched.Endpoint.Template.Length < 200);
    }

    /// <summary>Words of letters only, so that nothing but learning tells names from words.</summary>
    private static string Name(int number) =>
        $"{"bcdfghjklm"[number / 1000 % 10]}a{"npqrstvwxz"[number / 100 % 10]}e{"bcdfghjklm"[number / 10 % 10]}o{"npqrstvwxz"[number % 10]}u";
}
