using CsCheck;
using Engine.Enrichment.Operations;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Operations;

/// <summary>Operations of GraphQL are endpoints, by what they ask for.</summary>
public sealed class GraphQlTests
{
    [Theory]
    [InlineData("{ orders { id } user { name } }", "query orders+user")]
    [InlineData("query Mine($first: Int = 3) @cached { orders(first: $first, where: {a: \"}\"}) { id } }", "query orders")]
    [InlineData("mutation { a: pay(id: 1) { ok } b: pay(id: 2) { ok } }", "mutation pay")]
    [InlineData("subscription S { ticks }", "subscription ticks")]
    [InlineData("# a { comment\nquery { orders { ...F } } fragment F on Order { id }", "query orders")]
    [InlineData("query { ...Root } fragment Root on Query { user { id } ...Root }", "query user")]
    [InlineData("query { ... on Query { user { id } } me }", "query me+user")]
    [InlineData("query { a1 a2 a3 a4 a5 a6 a7 }", "query {many}")]
    [InlineData("query { orders(text: \"\"\"block } \" text\"\"\") { id } }", "query orders")]
    [InlineData("query { orders { id", "query orders")]
    [InlineData("select * from users", null)]
    public void A_document_is_named_by_its_kind_and_root_fields(string document, string? described) =>
        Assert.Equal(described, GraphQlDocument.Describe(document, null));

    [Fact]
    public void Of_several_operations_the_named_one_counts() =>
        Assert.Equal("mutation pay", GraphQlDocument.Describe("query A { orders } mutation B { pay }", "B"));

    [Theory]
    [InlineData("""{"query":"query { orders { id } }","variables":{"query":"mutation { pay }"}}""", "query orders")]
    [InlineData("""{"operationName":"B","query":"query A { orders } \n mutation B { p\u0061y }"}""", "mutation pay")]
    [InlineData("""[{"query":"{ user }"},{"query":"{ orders }"},{"query":"{ user }"}]""", "query orders, query user")]
    [InlineData("""{"operationName":"Mine","extensions":{"persistedQuery":{"sha256Hash":"ab"}}}""", "persisted Mine")]
    [InlineData("{ orders { id } }", "query orders")]
    public void A_body_is_named_by_what_it_asks_for(string body, string described) => Assert.Equal(described, GraphQlCall.Describe(Post(body)));

    [Fact]
    public void A_query_may_stand_in_the_path_of_a_GET() =>
        Assert.Equal("query orders", GraphQlCall.Describe(EnrichmentCall.Get("/graphql", query: "query=query+%7B+orders%7Bid%7D%7D&variables=1")));

    [Fact]
    public void It_is_an_endpoint_once_the_server_answers_with_data()
    {
        var enricher = EnrichmentCall.Enricher();

        var refused = enricher.Enrich(Post("{ guess }", """{"errors":[{"message":"Cannot query field"}]}"""));
        var answered = enricher.Enrich(Post("{ orders { id } }", """{"data":{"orders":[]}}"""));

        Assert.True(refused.IsProvisional);
        Assert.Equal((false, "/graphql#query orders"), (answered.IsProvisional, answered.Endpoint.Template));
        Assert.Equal(["/graphql#query orders"], enricher.Endpoints.Endpoints.Select(endpoint => endpoint.Template));
    }

    [Fact]
    public void Without_bodies_of_answers_several_clients_must_have_asked_for_it()
    {
        var enricher = EnrichmentCall.Enricher();
        for (var client = 1; client <= 2; client++)
            Assert.True(Ask(client).IsProvisional);

        Assert.False(Ask(3).IsProvisional);

        EnrichedEvent Ask(int client) => enricher.Enrich(Post("{ orders }") with { PeerAddress = System.Net.IPAddress.Parse($"198.51.100.{client}") });
    }

    [Fact]
    public void One_client_that_invents_operations_invents_no_endpoint()
    {
        var enricher = EnrichmentCall.Enricher();
        for (var i = 0; i < 5_000; i++)
        {
            enricher.Enrich(EnrichmentCall.Get("/me", from: $"198.51.100.{i % 40}"));
            enricher.Enrich(Post($"{{ guess{i} }}"));
        }

        Assert.Equal(["/me"], enricher.Endpoints.Endpoints.Select(endpoint => endpoint.Template));
    }

    [Fact]
    public void Any_text_at_all_is_read_in_bounded_time() =>
        Gen.String[Gen.Char["{}()[]\"#.:@$ \n\\aqueryfragmenton"], 0, 400].Sample(text => GraphQlDocument.Describe(text, null), iter: 2_000);

    private static ApiEvent Post(string body, string? answer = null) =>
        EnrichmentCall.Get("/graphql", method: "POST") with { RequestBody = body, ResponseBody = answer };
}
