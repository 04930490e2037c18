using Engine.Tests.Ingest.Samples;
using Xunit.Abstractions;

namespace Engine.Tests.Enrichment.Documents;

/// <summary>Templates learned from calls of real documents' operations, whose identifiers are of hostile alphabets, are those operations.</summary>
public sealed class TemplateScoreTests(ITestOutputHelper output)
{
    private static readonly string[] s_documents = ["github_api.json", "crapi.json", "vampi.yml", "juiceshop.yml", "dvws.json"];

    [SampleTheory]
    [InlineData(false, TrafficShape.Order.Random, false)]
    [InlineData(true, TrafficShape.Order.Random, false)]
    [InlineData(false, TrafficShape.Order.RoundRobin, false)]
    [InlineData(true, TrafficShape.Order.OneByOne, false)]
    [InlineData(true, TrafficShape.Order.Random, true)]
    internal void Learned_templates_are_the_operations_of_the_documents(bool isScanned, TrafficShape.Order order, bool mixes)
    {
        var (exact, over, all) = (0, 0, 0);
        foreach (var name in s_documents)
        {
            var document = ApiDocument.Parse(SampleData.Text($"openapi/{name}.zst"));
            foreach (var seed in Enumerable.Range(1, 2))
            {
                var score = TemplateScore.Measure(document, new TrafficShape { IsScanned = isScanned, Calls = order, MixesAlphabets = mixes, Seed = seed }, EnrichmentCall.Enricher());
                output.WriteLine($"{name} {seed}: {score}");
                foreach (var wrong in score.Wrong.Where(wrong => !wrong.StartsWith("mixed", StringComparison.Ordinal)).Take(12))
                    output.WriteLine("   " + wrong);
                (exact, over, all) = (exact + score.Plain.Exact, over + score.Plain.OverMerged, all + score.Plain.All);
            }
        }

        output.WriteLine($"all: {all}, {(double)exact / all:P2} exact, {(double)over / all:P2} over");
        Assert.True(exact >= 0.98 * all && over <= 0.01 * all, $"{exact} of {all} exact, {over} over-merged");
    }
}
