using Engine.Enrichment;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Parameters;

/// <summary>Accepted calls show what parameters an endpoint has, and one client's fancies are none.</summary>
public sealed class ParameterSchemaTests
{
    [Fact]
    public void A_query_shows_names_types_formats_ranges_and_what_is_required()
    {
        var enricher = EnrichmentCall.Enricher();
        for (var i = 0; i < 40; i++)
            Call(enricher, i, query: $"customer_id={i + 1}&since=2026-03-{i % 28 + 1:00}&q={(i % 2 == 0 ? "shoes" : "hat")}" + (i % 2 == 0 ? "&limit=1.5" : ""));

        Assert.Equal(
            [
                new EndpointParameter("customer_id", ParameterPlace.Query, ParameterType.Integer, null, IsRequired: true) { Least = 1, Most = 40, IsObject = true },
                new EndpointParameter("since", ParameterPlace.Query, ParameterType.Text, "date", IsRequired: true) { Least = 10, Most = 10 },
                new EndpointParameter("q", ParameterPlace.Query, ParameterType.Text, null, IsRequired: true) { Least = 3, Most = 5 },
                new EndpointParameter("limit", ParameterPlace.Query, ParameterType.Number, null, IsRequired: false) { Least = 1.5, Most = 1.5 },
            ],
            Assert.Single(enricher.Describe()).Parameters);
    }

    [Fact]
    public void A_body_shows_its_fields_and_those_of_the_objects_in_it()
    {
        var enricher = EnrichmentCall.Enricher();
        for (var i = 0; i < 40; i++)
            Call(enricher, i, method: "POST", body: $$"""{"items":[{"secret_field":1}],"gift":{{(i % 2 == 0 ? "true" : "null")}},"buyer":{"email":"a{{i}}@example.com"},"note":{{(i % 2 == 0 ? "1" : "\"x\"")}}}""");

        Assert.Equal(
            ["items Array ", "gift Boolean ", "buyer Object ", "buyer.email Text email", "note Mixed "],
            Assert.Single(enricher.Describe()).Parameters.Select(parameter => $"{parameter.Name} {parameter.Type} {parameter.Format}"));
    }

    [Fact]
    public void A_form_is_read_as_a_query() => Assert.Equal(["user", "pw"], Parameters(enricher =>
    {
        for (var i = 0; i < 5; i++)
            Call(enricher, i, method: "POST", body: $"user=ann{i}&pw=x");
    }));

    [Fact]
    public void What_one_client_sends_is_no_parameter() => Assert.Equal(["page"], Parameters(enricher =>
    {
        for (var i = 0; i < 100; i++)
        {
            enricher.Enrich(EnrichmentCall.Get("/orders", query: $"fancy=1&guess{i}=1", from: "203.0.113.66"));
            Call(enricher, i, query: "page=1");
        }
    }));

    [Fact]
    public void A_refused_call_shows_nothing() => Assert.Empty(Parameters(enricher =>
    {
        Call(enricher, 0);
        for (var i = 0; i < 5; i++)
            enricher.Enrich(EnrichmentCall.Get("/orders", 400, from: $"198.51.100.{i}", query: "page=x"));
    }));

    [Fact]
    public void A_secret_that_stands_where_names_stand_is_none() => Assert.Empty(Parameters(enricher =>
    {
        for (var i = 0; i < 5; i++)
            Call(enricher, i, query: "c0ffee00c0ffee00c0ffee00c0ffee00=&eyJhbGciOiJub25lIn0.e30.&just-a-secret");
    }));

    [Fact]
    public void A_flood_of_names_is_bounded()
    {
        var names = Parameters(enricher =>
        {
            for (var i = 0; i < 3_000; i++)
                Call(enricher, i, query: $"n{(char)('a' + i / 10 % 26)}{(char)('a' + i / 260)}=1");
        });

        Assert.InRange(names.Count, 1, 32);
    }

    [Fact]
    public void What_was_learned_is_restored()
    {
        var enricher = EnrichmentCall.Enricher();
        for (var i = 0; i < 40; i++)
            Call(enricher, i, query: $"id={i}", method: "POST", body: "{\"a\":{\"b\":1}}");
        var restored = Checkpoints.Restore(null, [Checkpoints.Take(enricher, isWhole: true)]);

        Assert.Equal(Assert.Single(enricher.Describe()).Parameters, Assert.Single(restored.Describe()).Parameters);
    }

    private static List<string> Parameters(Action<Enricher> calls)
    {
        var enricher = EnrichmentCall.Enricher();
        calls(enricher);
        return [.. Assert.Single(enricher.Describe()).Parameters.Select(parameter => parameter.Name)];
    }

    private static void Call(Enricher enricher, int number, string? query = null, string method = "GET", string? body = null) => enricher.Enrich(
        EnrichmentCall.Get("/orders", from: $"198.51.100.{number % 40}", query: query, method: method) with { RequestBody = body });
}
