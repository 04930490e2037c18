using System.Text;
using Engine.App.Documents;
using Engine.Enrichment;
using Engine.Enrichment.Documents;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Documents;

/// <summary>What a document states is an endpoint whatever the traffic shows; what it does not state is a shadow.</summary>
public sealed class DocumentedEndpointsTests
{
    private const string Shop = """
        openapi: 3.0.3
        info: { title: Shop, version: "1" }
        servers: [{ url: "https://{region}.example.com/v1", variables: { region: { default: api } } }]
        paths:
          /orders/{order_id}:
            parameters: [{ name: order_id, in: path, required: true, schema: { type: integer, minimum: 1 } }]
            get: { responses: { "200": { description: one } } }
            delete: { deprecated: true, responses: { "204": { description: gone } } }
          /orders/latest:
            get: { responses: { "200": { description: the last } } }
          /compare/{base}...{head}:
            get: { responses: { "200": { description: a difference } } }
          /users/{name}:
            get: { responses: { "200": { description: one } } }
          /users/{name}/keys/{key}.pem:
            get: { responses: { "200": { description: one } } }
        """;

    [Theory]
    [InlineData("/v1/orders/17", "/v1/orders/{order_id}")]
    [InlineData("/v1/orders/seventeen", "/v1/orders/{order_id}")]
    [InlineData("/v1/orders/latest", "/v1/orders/latest")]
    [InlineData("/v1/Orders/17/", "/v1/orders/{order_id}")]
    [InlineData("/v1/%6Frders/17;v=2", "/v1/orders/{order_id}")]
    [InlineData("/v1/compare/a.b...c", "/v1/compare/{base}...{head}")]
    [InlineData("/v1/users/ann", "/v1/users/{name}")]
    [InlineData("/v1/users/ann/keys/7.pem", "/v1/users/{name}/keys/{key}.pem")]
    public void A_stated_operation_is_the_endpoint_from_the_first_call(string path, string template)
    {
        var said = Enricher(Shop).Enrich(EnrichmentCall.Get(path));

        Assert.Equal((template, EndpointStanding.Documented, false), (said.Endpoint.Template, said.Standing, said.IsProvisional));
    }

    [Fact]
    public void Its_parameters_name_the_objects() => Assert.Equal(
        [new ObjectRef("order_id", ObjectPlace.Path, "17", 17)], Enricher(Shop).Enrich(EnrichmentCall.Get("/v1/orders/17")).Objects);

    [Fact]
    public void A_refused_call_of_a_stated_operation_is_a_call_of_it()
    {
        var enricher = Enricher(Shop);

        Assert.Equal("/v1/users/{name}", enricher.Enrich(EnrichmentCall.Get("/v1/users/nobody", 404)).Endpoint.Template);
        Assert.NotEqual("/v1/users/{name}", enricher.Enrich(EnrichmentCall.Get("/v1/Users/nobody", 404)).Endpoint.Template);
    }

    [Fact]
    public void HEAD_is_what_GET_is() =>
        Assert.Equal("HEAD /v1/orders/{order_id}", Enricher(Shop).Enrich(EnrichmentCall.Get("/v1/orders/17", method: "HEAD")).Endpoint.Operation);

    [Fact]
    public void What_is_stated_as_deprecated_stands_so() =>
        Assert.Equal(EndpointStanding.Deprecated, Enricher(Shop).Enrich(EnrichmentCall.Get("/v1/orders/17", 204, method: "DELETE")).Standing);

    [Fact]
    public void What_no_document_states_is_a_shadow_once_the_server_knows_it()
    {
        var enricher = Enricher(Shop);

        Assert.Equal(EndpointStanding.Unknown, enricher.Enrich(EnrichmentCall.Get("/v1/debug", 404)).Standing);
        Assert.Equal(EndpointStanding.Shadow, enricher.Enrich(EnrichmentCall.Get("/v1/debug")).Standing);
    }

    [Fact]
    public void Another_host_is_not_spoken_of() =>
        Assert.Equal(EndpointStanding.Unknown, Enricher(Shop).Enrich(EnrichmentCall.Get("/v1/orders/17", host: "blog.example.com")).Standing);

    [Fact]
    public void Hosts_and_base_path_of_the_configuration_win()
    {
        var enricher = Enricher(Shop, options => options with { Hosts = ["*.shop.example"], BasePath = "/api/" });

        Assert.Equal("/api/orders/{order_id}", enricher.Enrich(EnrichmentCall.Get("/api/orders/17", host: "eu.shop.example")).Endpoint.Template);
        Assert.Equal(EndpointStanding.Unknown, enricher.Enrich(EnrichmentCall.Get("/v1/orders/17")).Standing);
    }

    [Fact]
    public void A_document_that_comes_later_takes_over_what_was_learned()
    {
        var before = EnrichmentCall.Enricher();
        for (var i = 0; i < 30; i++)
            before.Enrich(EnrichmentCall.Get($"/v1/orders/{i}"));
        var after = Enricher(Shop);
        var saved = new ReadOnlyMemory<byte>(Checkpoints.Take(before, isWhole: true));
        while (StateBuffer.TryRead(ref saved, out var entry))
            after.Restore(entry);
        after.CompleteRestore();

        var said = after.Enrich(EnrichmentCall.Get("/v1/orders/31"));

        var move = Assert.Single(said.Moves!.All);
        Assert.Equal(("/v1/orders/{id}", "/v1/orders/{order_id}"), (move.From.Template, move.To.Template));
        Assert.Equal(said.Endpoint, move.To);
        Assert.Null(after.Enrich(EnrichmentCall.Get("/v1/orders/32")).Moves);
    }

    [Fact]
    public void Words_and_parameters_at_every_place_are_searched_in_bounded_time()
    {
        var paths = new StringBuilder("openapi: 3.0.0\ninfo: { title: t, version: '1' }\npaths:\n");
        for (var i = 0; i < 1 << 12; i++)
            paths.Append("  /").AppendJoin('/', Enumerable.Range(0, 12).Select(bit => (i >> bit & 1) == 0 ? "a" : $"{{p{bit}}}")).Append("/end: { get: { responses: {} } }\n");
        var enricher = Enricher(paths.ToString());

        for (var i = 0; i < 2_000; i++)
            enricher.Enrich(EnrichmentCall.Get("/a/a/a/a/a/a/a/a/a/a/a/a/other"));
    }

    private static Enricher Enricher(string document, Func<DocumentOptions, DocumentOptions>? change = null)
    {
        var options = new DocumentOptions { File = "shop.yaml" };
        return new Enricher(EnrichmentCall.Options, [OpenApiFile.Parse(Encoding.UTF8.GetBytes(document), change?.Invoke(options) ?? options)]);
    }
}
