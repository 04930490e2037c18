using Engine.Schemas;

namespace Engine.Tests.Enrichment.Operations;

/// <summary>Methods of gRPC are endpoints once a server has shown that it has them.</summary>
public sealed class GrpcTests
{
    private const string Path = "/shop.v1.Orders/Get";

    [Fact]
    public void A_method_is_an_endpoint_by_its_whole_name()
    {
        var enricher = EnrichmentCall.Enricher();

        var said = enricher.Enrich(Call(Path, "0"));

        Assert.Equal((Path, false), (said.Endpoint.Template, said.IsProvisional));
        Assert.Empty(said.Objects);
    }

    [Fact]
    public void A_method_that_found_nothing_is_one_too() => Assert.False(EnrichmentCall.Enricher().Enrich(Call(Path, "5")).IsProvisional);

    [Theory]
    [InlineData("12")]
    [InlineData("16")]
    [InlineData(null)]
    public void HTTP_says_yes_to_what_no_server_has(string? status)
    {
        var enricher = EnrichmentCall.Enricher();

        Assert.True(enricher.Enrich(Call("/shop.v1.Guess/Get", status)).IsProvisional);
        Assert.Empty(enricher.Endpoints.Endpoints);
    }

    [Fact]
    public void Without_its_status_several_clients_must_have_called_it()
    {
        var enricher = EnrichmentCall.Enricher();
        for (var client = 1; client <= 3; client++)
            Assert.Equal(client < 3, enricher.Enrich(Call(Path, null) with { PeerAddress = System.Net.IPAddress.Parse($"198.51.100.{client}") }).IsProvisional);
    }

    [Fact]
    public void A_probe_of_a_known_method_is_a_call_of_it()
    {
        var enricher = EnrichmentCall.Enricher();
        enricher.Enrich(Call(Path, "0"));

        Assert.False(enricher.Enrich(Call(Path, null) with { Status = 403 }).IsProvisional);
    }

    private static ApiEvent Call(string path, string? status) => EnrichmentCall.Get(path, method: "POST") with
    {
        RequestHeaders = [new HeaderField("content-type", "application/grpc+proto")],
        ResponseHeaders = status is null ? null : [new HeaderField("grpc-status", status)],
    };
}
