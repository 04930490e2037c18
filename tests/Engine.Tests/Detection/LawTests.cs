using CsCheck;
using Engine.Schemas;

namespace Engine.Tests.Detection;

/// <summary>What detection concludes depends on its input and on nothing else.</summary>
public sealed class LawTests
{
    private const int Calls = 900;

    private static readonly Gen<int> Seed = Gen.Int[0, 1_000_000];

    [Fact]
    public void The_traffic_of_the_laws_leads_to_something_of_every_kind()
    {
        var seen = new Detecting().See(Traffic.Of(1, 3 * Calls)).End();
        Assert.Contains(seen.Signals, signal => signal.Detector == "API-ENUM-001");
        Assert.Contains(seen.Signals, signal => signal.Detector == "API-SCAN-001");
        Assert.Contains(seen.Signals, signal => signal.Detector == "API-ENUM-002");
        Assert.True(seen.Statistics.LateFacts > 0);
        Assert.NotEmpty(seen.Verdicts);
        Assert.Contains(seen.Sessions, session => session.EndedBy == SessionEnd.Gap);
        Assert.Contains(seen.Sessions, session => session.EndedBy == SessionEnd.InputEnded);
        Assert.True(seen.Statistics is { IsExact: true, Endpoints: > 5 });
    }

    [Fact]
    public void Same_input_gives_the_same_conclusions() => Seed.Sample(seed =>
    {
        Assert.Equal(Whole(Traffic.Of(seed, Calls)), Whole(Traffic.Of(seed, Calls)));
    }, iter: 10);

    [Theory]
    [InlineData(2)]
    [InlineData(8)]
    public void Lanes_change_nothing(int lanes) => Gen.Select(Seed, Gen.Int[65, 4096]).Sample((seed, batch) =>
    {
        var calls = Traffic.Of(seed, Calls);
        Assert.Equal(Whole(calls), new Detecting(lanes).SeeInBatches(calls, batch).End().AsText());
    }, iter: 15);

    [Fact]
    public void Batch_size_changes_nothing() => Gen.Select(Seed, Gen.Int[1, 4096]).Sample((seed, batch) =>
    {
        var calls = Traffic.Of(seed, Calls);
        Assert.Equal(Whole(calls), new Detecting().SeeInBatches(calls, batch).End().AsText());
    }, iter: 30);

    [Fact]
    public void Splitting_a_batch_anywhere_changes_nothing() => Gen.Select(Seed, Gen.Int[0, Calls], Gen.Int[0, Calls]).Sample((seed, first, second) =>
    {
        var calls = Traffic.Of(seed, Calls);
        var (from, to) = (Math.Min(first, second), Math.Max(first, second));
        var split = new Detecting().See(calls.Take(from)).See(calls.Skip(from).Take(to - from)).See(calls.Skip(to)).End();
        Assert.Equal(Whole(calls), split.AsText());
    }, iter: 30);

    [Fact]
    public void No_verdict_is_older_than_the_watermark_of_a_batch_before_it() => Gen.Select(Seed, Gen.Int[1, 400]).Sample((seed, batch) =>
    {
        var seen = new Detecting();
        var (known, watermark) = (0, DateTimeOffset.MinValue);
        foreach (var calls in Traffic.Of(seed, Calls).Chunk(batch))
        {
            seen.See(calls);
            Assert.All(seen.Verdicts.Skip(known), verdict => Assert.True(verdict.Time >= watermark));
            (known, watermark) = (seen.Verdicts.Count, calls.Max(call => call.Tick) - TimeSpan.FromSeconds(5));
        }
    }, iter: 20);

    [Fact]
    public void Two_sources_of_the_same_calls_give_the_same_verdict_ids()
    {
        var calls = Traffic.Of(3, Calls);
        var moved = calls.Select((call, i) => call with
        {
            Call = call.Call with { Id = EventId.At(new SourcePosition("elsewhere", 3, i, 1)), Position = new SourcePosition("elsewhere", 3, i, 1) },
        });
        var here = new Detecting().See(calls).Verdicts;
        Assert.NotEmpty(here);
        Assert.Equal(here.Select(verdict => verdict.Id), new Detecting().See(moved).Verdicts.Select(verdict => verdict.Id));
    }

    [Fact]
    public void Places_count_the_calls_in_the_order_of_their_arrival_over_all_shards()
    {
        var seen = new Detecting(lanes: 4).SeeInBatches(Traffic.Of(5, Calls), 100);
        Assert.Equal(Enumerable.Range(0, seen.Placements.Count).Select(i => (long)i), seen.Placements.Select(place => place.Sequence));
    }

    private static string Whole(IReadOnlyList<EnrichedEvent> calls) => new Detecting().See(calls).End().AsText();
}
