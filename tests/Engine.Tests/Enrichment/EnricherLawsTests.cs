using CsCheck;
using Engine.Enrichment;
using Engine.Schemas;

namespace Engine.Tests.Enrichment;

/// <summary>Laws of the stage as a whole: the same every time, and bounded whatever is sent.</summary>
public sealed class EnricherLawsTests
{
    [Fact]
    public void Same_calls_give_the_same_events() => Gen.Int.Sample(seed =>
    {
        var first = Run(seed);
        var second = Run(seed);
        Assert.Equal(first.Events, second.Events);
        Assert.Equal(first.Endpoints, second.Endpoints);
        Assert.Equal(first.Statistics, second.Statistics);
    }, iter: 20);

    /// <summary>Each data directory has a key of its own, and the same traffic is judged the same in all.</summary>
    [Fact]
    public void The_secret_key_changes_nothing_that_is_learned() => Gen.Int.Sample(seed =>
    {
        var calls = new Traffic(seed).Next(500);
        var (one, other) = (EnrichmentCall.Enricher(Traffic.Tight), EnrichmentCall.Enricher(options => Traffic.Tight(options) with { SecretKey = "another key of 24 bytes."u8.ToArray() }));

        Assert.Equal(calls.ConvertAll(call => Learned(one, call)), calls.ConvertAll(call => Learned(other, call)));
        Assert.Equal(one.Table(), other.Table());

        static (Endpoint, EndpointRole, bool) Learned(Enricher enricher, ApiEvent call)
        {
            var said = enricher.Enrich(call);
            return (said.Endpoint, said.Role, said.IsProvisional);
        }
    }, iter: 30);

    [Fact]
    public void Scanner_invents_no_endpoint() => Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 1, 12].Array[1, 4], Gen.Int[0, 4]).List[1, 200].Sample(probes =>
    {
        var enricher = EnrichmentCall.Enricher();
        foreach (var path in (string[])["/", "/orders", "/orders/1", "/users/me", "/users/7/cart"])
            enricher.Enrich(EnrichmentCall.Get(path));
        var before = enricher.Endpoints.Endpoints;
        foreach (var (words, refusal) in probes)
            enricher.Enrich(EnrichmentCall.Get("/" + string.Join('/', words), ((int[])[400, 401, 403, 404, 302])[refusal], from: "192.0.2.66"));

        Assert.Equal(before, enricher.Endpoints.Endpoints);
        Assert.Empty(enricher.Endpoints.Moves);
        Assert.Equal("/orders/{id}", enricher.Enrich(EnrichmentCall.Get("/orders/2")).Endpoint.Template);
    }, iter: 50);

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public void Memory_is_bounded_whatever_is_sent(int? status)
    {
        var enricher = EnrichmentCall.Enricher(options => options with
        {
            VerifiedCredentials = 1_000,
            Actors = 1_000,
            Paths = options.Paths with { PositionsPerService = 1_000, ShapesPerService = 200, Services = 8 },
        });
        var random = new Random(5);
        var hosts = new HashSet<string>();
        var endpoints = new HashSet<Endpoint>();
        for (var i = 0; i < 200_000; i++)
        {
            var call = EnrichmentCall.Get(
                $"/{Word(random)}/{Word(random)}/{i}/{Word(random)}", status, from: $"198.51.{random.Next(256)}.{random.Next(256)}", query: $"{Word(random)}={i}",
                host: Word(random) + ".example", agent: "agent " + i, method: i % 10 == 0 ? Word(random) : "GET",
                evidence: i % 2 == 0 ? EnrichmentCall.Key("invented " + i) : new AuthenticationEvidence { Subject = "user " + i, Session = "session " + i });
            var enriched = enricher.Enrich(call);
            hosts.Add(enriched.Endpoint.Service);
            endpoints.Add(enriched.Endpoint);
        }

        var counts = enricher.Statistics;
        Assert.InRange(hosts.Count, 1, 9);
        Assert.InRange(endpoints.Count, 1, 9 * 1_300);
        Assert.InRange(counts.Services, 1, 9);
        Assert.InRange(counts.Actors, 1, 2_000);
        Assert.InRange(counts.Credentials, 1, 17_500);
        Assert.Equal(200_000, counts.Calls);
    }

    [Fact]
    public void Late_and_tick_are_passed_on()
    {
        var enriched = EnrichmentCall.Enricher().Enrich(EnrichmentCall.Get("/x"), EnrichmentCall.At.AddSeconds(9), isLate: true);
        Assert.Equal(EnrichmentCall.At.AddSeconds(9), enriched.Tick);
        Assert.True(enriched.IsLate);
    }

    private static (List<string> Events, List<Endpoint> Endpoints, EnricherStatistics Statistics) Run(int seed)
    {
        var random = new Random(seed);
        var enricher = EnrichmentCall.Enricher(options => options with { Actors = 1_000, Paths = options.Paths with { SlugWords = 5 } });
        var events = new List<string>();
        for (var i = 0; i < 400; i++)
        {
            var evidence = random.Next(5) switch
            {
                0 => EnrichmentCall.Bearer(Jwt.For("user" + random.Next(9))),
                1 => EnrichmentCall.Key("key" + random.Next(9)),
                2 => new AuthenticationEvidence { Subject = "user" + random.Next(9), Session = "s" + random.Next(9) },
                _ => null,
            };
            var enriched = enricher.Enrich(EnrichmentCall.Get(
                $"/{(char)('a' + random.Next(20))}/{random.Next(40)}", ((int?[])[200, 200, 401, 403, 404, null])[random.Next(6)],
                from: $"198.51.100.{random.Next(20)}", query: "id=" + random.Next(9), evidence: evidence));
            events.Add($"{enriched.Actor}|{enriched.IsVerified}|{enriched.ClaimedUser}|{enriched.Endpoint}|{enriched.IsProvisional}|{enriched.Call}|"
                + string.Join(',', enriched.Objects));
        }

        return (events, [.. enricher.Endpoints.Endpoints], enricher.Statistics);
    }

    private static string Word(Random random) => new(random.GetItems<char>("abcdefghijklmnopqrstuvwxyz", 6));
}
