using Engine.Enrichment;
using Engine.Enrichment.Endpoints;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Endpoints;

/// <summary>What gateways and operators say of endpoints and hosts wins over what is learned.</summary>
public sealed class NamedEndpointsTests
{
    private readonly Enricher _enricher = EnrichmentCall.Enricher();

    [Theory]
    [InlineData("/v1/orders/{order}/items")]
    [InlineData("/v1/orders/:order/items")]
    [InlineData("/v1/orders/<int:order>/items")]
    public void A_route_names_the_endpoint_and_its_parameters(string route)
    {
        var said = _enricher.Enrich(EnrichmentCall.Get("/v1/orders/17/items") with { Route = route });

        Assert.Equal((route, false), (said.Endpoint.Template, said.IsProvisional));
        Assert.Equal(new ObjectRef("order", ObjectPlace.Path, "17", 17), Assert.Single(said.Objects));
    }

    [Fact]
    public void A_route_that_is_told_later_takes_over_what_was_learned()
    {
        _enricher.Enrich(EnrichmentCall.Get("/v1/orders/17"));
        _enricher.Enrich(EnrichmentCall.Get("/v1/orders/latest"));

        var said = _enricher.Enrich(EnrichmentCall.Get("/v1/orders/18") with { Route = "/v1/orders/{order}" });

        Assert.Equal(["/v1/orders/{id}", "/v1/orders/latest"], said.Moves!.All.Select(move => move.From.Template).OrderDescending(StringComparer.Ordinal));
        Assert.All(said.Moves.All, move => Assert.Equal(said.Endpoint, move.To));
        Assert.Equal(said.Endpoint, _enricher.Enrich(EnrichmentCall.Get("/v1/orders/19")).Endpoint);
    }

    [Fact]
    public void A_route_of_another_path_names_nothing_in_it() =>
        Assert.Empty(_enricher.Enrich(EnrichmentCall.Get("/other") with { Route = "/v1/orders/{order}" }).Objects);

    [Fact]
    public void A_flood_of_routes_is_bounded()
    {
        for (var i = 0; i < 3_000; i++)
            _enricher.Enrich(EnrichmentCall.Get("/x") with { Route = "/r" + i });
        var tight = EnrichmentCall.Enricher(options => options with { Paths = options.Paths with { PositionsPerService = 100 } });
        for (var i = 0; i < 3_000; i++)
            tight.Enrich(EnrichmentCall.Get("/x") with { Route = "/r" + i });

        Assert.InRange(tight.Endpoints.Endpoints.Count, 1, 101);
    }

    [Fact]
    public void Hosts_of_one_service_are_learned_together()
    {
        var enricher = EnrichmentCall.Enricher(options => options with
        {
            Paths = options.Paths with { Hosts = [new HostOptions { Name = "shop", Hosts = ["*.shop.example.com", "shop.example.com"] }] },
        });

        var one = enricher.Enrich(EnrichmentCall.Get("/orders/1", host: "a.shop.example.com")).Endpoint;
        Assert.Same(one, enricher.Enrich(EnrichmentCall.Get("/orders/2", 404, host: "shop.example.com")).Endpoint);
        Assert.Equal("shop", one.Service);
        Assert.Equal("api.example.com", enricher.Enrich(EnrichmentCall.Get("/orders/1")).Endpoint.Service);
    }

    [Theory]
    [InlineData("POST", "/v1/enter", "api.example.com", EndpointRole.LogIn)]
    [InlineData("GET", "/v1/enter", "api.example.com", EndpointRole.Other)]
    [InlineData("POST", "/v1/enter", "blog.example.com", EndpointRole.Other)]
    [InlineData("GET", "/teams/7/search", "api.example.com", EndpointRole.Other)]
    [InlineData("GET", "/teams/search", "api.example.com", EndpointRole.Search)]
    public void The_operator_says_what_an_endpoint_is_for(string method, string path, string host, EndpointRole role) =>
        Assert.Equal(role, WithRoles().Enrich(EnrichmentCall.Get(path, host: host, method: method)).Role);

    [Fact]
    public void A_role_for_what_is_no_path_is_refused() => Assert.Contains("enrichment.roles", Assert.Throws<UserError>(
        () => EnrichmentCall.Enricher(options => options with { Roles = [new RoleOptions { Role = EndpointRole.LogIn, Path = "/a/*" }] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Where_the_name_of_the_user_stands_is_told_or_learned()
    {
        var enricher = WithRoles();
        enricher.Enrich(EnrichmentCall.Get("/v1/enter", method: "POST"));
        var told = enricher.Enrich(EnrichmentCall.Get("/v1/enter", 401, method: "POST") with { RequestBody = """{"who":{"mail":"ann\u0040example.com"},"secret":"x"}""" });
        Assert.Equal(("ann@example.com", false), (told.ClaimedUser, told.IsVerified));

        for (var i = 0; i < 30; i++)
            LogIn(200, "user" + i, i);
        Assert.Equal("victim", LogIn(401, "victim", 66).ClaimedUser);
        var description = Assert.Single(_enricher.Describe());
        Assert.Equal((EndpointRole.LogIn, "body.login"), (description.Role, description.User));
    }

    [Fact]
    public void An_endpoint_that_gives_out_credentials_is_a_log_in_whatever_it_is_called()
    {
        for (var client = 1; client <= 4; client++)
        {
            _enricher.Enrich(From(client, "/v1/enter", 401, null));
            _enricher.Enrich(From(client, "/v1/enter", 200, null));
            _enricher.Enrich(From(client, "/v1/orders", 200, "key" + client) with { Method = "GET" });
        }

        Assert.Equal(EndpointRole.LogIn, _enricher.Enrich(From(9, "/v1/enter", 401, null)).Role);
        Assert.Equal(EndpointRole.Other, _enricher.Enrich(From(9, "/v1/orders", 401, null) with { Method = "GET" }).Role);
    }

    private static Enricher WithRoles() => EnrichmentCall.Enricher(options => options with
    {
        Roles =
        [
            new RoleOptions { Role = EndpointRole.LogIn, Path = "/v1/enter", Method = "post", Host = "api.example.com", User = "body.who.mail" },
            new RoleOptions { Role = EndpointRole.Other, Path = "/teams/{team}/search" },
        ],
    });

    private static ApiEvent From(int client, string path, int status, string? key) => EnrichmentCall.Get(
        path, status, from: $"198.51.100.{client}", method: "POST", evidence: key is null ? null : EnrichmentCall.Key(key));

    private EnrichedEvent LogIn(int status, string user, int client)
    {
        var call = EnrichmentCall.Get("/v1/login", status, from: $"198.51.100.{client}", method: "POST");
        return _enricher.Enrich(call with { RequestBody = $$"""{"login":"{{user}}","password":"x"}""" });
    }
}
