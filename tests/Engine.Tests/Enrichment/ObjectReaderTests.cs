using Engine.Enrichment;
using Engine.Schemas;

namespace Engine.Tests.Enrichment;

public sealed class ObjectReaderTests
{
    private readonly Enricher _enricher = EnrichmentCall.Enricher();

    [Fact]
    public void Objects_stand_in_the_order_of_path_and_query()
    {
        var objects = Of("/users/7/orders/19", "page=2&invoice_id=3f2504e0-4f89-11d3-9a0c-0305e82c3301&customerId=42&sort=7");
        Assert.Equal(
            [
                new ObjectRef("id", ObjectPlace.Path, "7", 7), new ObjectRef("id2", ObjectPlace.Path, "19", 19),
                new ObjectRef("invoice_id", ObjectPlace.Query, "3f2504e0-4f89-11d3-9a0c-0305e82c3301", null),
                new ObjectRef("customerId", ObjectPlace.Query, "42", 42),
            ],
            objects);
    }

    [Fact]
    public void Personal_data_is_a_keyed_hash_and_the_same_one_everywhere()
    {
        var inPath = Assert.Single(Of("/users/Alice%40example.com"));
        var inQuery = Assert.Single(Of("/users", "email=alice@example.com"));
        Assert.Matches("^[0-9a-f]{32}$", inPath.Value);
        Assert.Equal(inPath.Value, inQuery.Value);
    }

    [Fact]
    public void One_object_has_one_name_however_it_is_encoded() => Assert.Equal(Of("/orders/17"), Of("/orders/%31%37"));

    [Fact]
    public void File_of_an_object_names_it() => Assert.Equal(new ObjectRef("id", ObjectPlace.Path, "12345", 12345), Assert.Single(Of("/files/12345.pdf")));

    [Fact]
    public void Number_beyond_64_bits_is_text() => Assert.Null(Assert.Single(Of("/orders/99999999999999999999")).Number);

    [Fact]
    public void Attack_in_place_of_an_identifier_is_no_object() => Assert.Empty(Of("/orders", "id=1%27%20OR%201=1&user=<script>"));

    [Fact]
    public void A_call_names_a_bounded_number_of_objects() =>
        Assert.Equal(8, Of("/x/1/2/3/4/5", string.Join('&', Enumerable.Range(0, 1000).Select(i => $"id={i}"))).Count);

    [Fact]
    public void A_call_without_objects_costs_no_list() => Assert.Same(Of("/x"), Of("/y"));

    private IReadOnlyList<ObjectRef> Of(string path, string? query = null) => _enricher.Enrich(EnrichmentCall.Get(path, query: query)).Objects;
}
