namespace Engine.Tests.Enrichment.Endpoints;

/// <summary>Looks at the whole process's heap, so nothing else may run beside it.</summary>
[Collection(nameof(ManyEndpointsTests))]
[CollectionDefinition(nameof(ManyEndpointsTests), DisableParallelization = true)]
public sealed class ManyEndpointsTests
{
    private static readonly string[] s_words =
    [
        "order", "invoice", "cart", "offer", "refund", "label", "parcel", "driver", "route", "depot", "shelf", "supplier", "brand", "bundle",
        "review", "rating", "wish", "voucher", "point", "tier", "store", "till", "shift", "payout", "ledger", "tax", "rate", "zone", "alert",
        "report", "export", "import", "hook", "token", "scope", "grant", "audit",
    ];

    /// <summary>Of two services: more than the largest public API has.</summary>
    [Fact]
    public void Fifty_thousand_endpoints_are_told_apart_in_little_memory()
    {
        var enricher = EnrichmentCall.Enricher();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 50_000; i++)
            {
                var path = $"/{s_words[i % 37]}/{s_words[i / 37 % 37]}/{s_words[i / 37 / 37 % 37]}-{s_words[i / 37 % 37]}-{s_words[i % 37]}/{round + 7}";
                enricher.Enrich(EnrichmentCall.Get(path, from: $"198.51.100.{(i + round) % 200}", query: $"page={round}", host: i % 2 == 0 ? "api.example.com" : "shop.example.com"));
            }
        }

        var taken = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.Equal((50_000, 0), (enricher.Endpoints.Endpoints.Count, enricher.Statistics.OverflowedEndpoints));
        Assert.InRange(taken, 1, 128L << 20);
        GC.KeepAlive(enricher);
    }
}
