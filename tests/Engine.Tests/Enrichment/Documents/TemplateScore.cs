using System.Globalization;
using Engine.Enrichment;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Documents;

/// <summary>
/// How well learned endpoints are the operations of a document. Exact: all calls of an operation are at one endpoint, and no other's are.
/// </summary>
internal sealed class TemplateScore
{
    private readonly List<string> _wrong = [];

    private TemplateScore(IReadOnlyDictionary<ApiOperation, HashSet<Endpoint>> endpoints)
    {
        var sharing = endpoints.Values.SelectMany(all => all).GroupBy(endpoint => endpoint).ToDictionary(group => group.Key, group => group.Count());
        foreach (var (operation, its) in endpoints)
        {
            var share = endpoints.Keys.Any(operation.MixesWith) ? Mixed : Plain;
            var isOver = its.Any(endpoint => sharing[endpoint] > 1);
            share.Count(isOver, its.Count > 1);
            if (isOver || its.Count > 1)
                _wrong.Add($"{(share == Mixed ? "mixed " : "")}{(isOver ? "over" : "under")}: {operation} → {its.Count}: {string.Join(' ', its.Take(4).Select(endpoint => endpoint.Template))}");
        }
    }

    /// <summary>Operations whose places hold parameters only, or words only.</summary>
    public Share Plain { get; } = new();

    /// <summary>Operations at places where words stand beside a parameter.</summary>
    public Share Mixed { get; } = new();

    public IReadOnlyList<string> Wrong => _wrong;

    /// <param name="document">The truth.</param>
    /// <param name="shape">How its operations are called.</param>
    /// <param name="enricher">What learns.</param>
    /// <param name="settledAfter">Calls of each operation that only teach; 0: all count, each at what its endpoint has become.</param>
    public static TemplateScore Measure(ApiDocument document, TrafficShape shape, Enricher enricher, int settledAfter = 0)
    {
        var seen = document.Operations.ToDictionary(operation => operation, _ => new HashSet<Endpoint>());
        var calls = document.Operations.ToDictionary(operation => operation, _ => 0);
        foreach (var (operation, call) in new DocumentTraffic(document, shape).Calls())
        {
            var endpoint = enricher.Enrich(call).Endpoint;
            if (operation is not null && ++calls[operation] > settledAfter)
                seen[operation].Add(endpoint);
        }

        var table = enricher.Endpoints;
        return new TemplateScore(seen.ToDictionary(
            pair => pair.Key, pair => settledAfter > 0 ? pair.Value : pair.Value.Select(table.Follow).ToHashSet()));
    }

    public override string ToString() => $"{Plain}; mixed {Mixed}";

    internal sealed class Share
    {
        public int Exact { get; private set; }
        public int OverMerged { get; private set; }
        public int UnderMerged { get; private set; }
        public int All => Exact + OverMerged + UnderMerged;
        public double ExactShare => All == 0 ? 1 : (double)Exact / All;
        public double OverMergedShare => All == 0 ? 0 : (double)OverMerged / All;

        public void Count(bool isOver, bool isUnder)
        {
            if (isOver)
                OverMerged++;
            else if (isUnder)
                UnderMerged++;
            else
                Exact++;
        }

        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture, $"{All} operations, {ExactShare:P1} exact, {OverMerged} over-merged, {UnderMerged} under-merged");
    }
}
