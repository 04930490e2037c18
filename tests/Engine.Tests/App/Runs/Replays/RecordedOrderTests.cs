using CsCheck;
using Engine.App.Runs.Replays;
using Engine.App.Stages;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Reading;
using Engine.Tests.Detection;

namespace Engine.Tests.App.Runs.Replays;

/// <summary>What a run was told comes back between the very calls that it fell between.</summary>
public sealed class RecordedOrderTests
{
    [Fact]
    public async Task An_entry_comes_before_the_first_call_with_its_number_or_a_higher_one()
    {
        var merged = await MergeAsync([[3, 4, 7], [8]], [1, 4, 4, 6, 8, 9]);

        Assert.Equal(["1 | 3", "4 4 | 4", "6 | 7", "8 | 8"], merged.Select(Describe));
    }

    [Fact]
    public async Task Batches_that_nothing_fell_into_pass_as_they_are()
    {
        var merged = await MergeAsync([[0, 1, 2], [5, 6]], []);

        Assert.Equal([" | 0 1 2", " | 5 6"], merged.Select(Describe));
        Assert.Equal([new SourcePosition("run", 0, 2, 0), new SourcePosition("run", 0, 6, 0)], merged.Select(part => part.Last!.Value));
    }

    [Fact]
    public async Task Only_the_end_of_a_batch_knows_what_may_still_come()
    {
        var merged = await MergeAsync([[0, 1]], [1]);

        Assert.Equal([DateTimeOffset.MinValue, Some.At(1)], merged.Select(part => part.Watermark));
    }

    [Fact]
    public void However_it_is_cut_the_order_of_calls_and_entries_is_one() => Gen.Select(Gen.Int[1, 40], Gen.Int[0, 3].Array[0, 200], Gen.Int[0, 400].Array[0, 20]).Sample((batch, gaps, entries) =>
    {
        var numbers = new List<int>();
        foreach (var gap in gaps)
            numbers.Add((numbers.Count == 0 ? -1 : numbers[^1]) + 1 + gap);
        Array.Sort(entries);

        var order = MergeAsync([.. numbers.Chunk(batch)], entries).GetAwaiter().GetResult()
            .SelectMany(part => part.Controls.Select(entry => (entry.Sequence, IsCall: false)).Concat(part.Events.Select(call => (Sequence: call.Call.Position.Offset, IsCall: true))));

        var expected = numbers.Select(number => (Sequence: (long)number, IsCall: true))
            .Concat(entries.Where(entry => numbers.Count > 0 && entry <= numbers[^1]).Select(entry => (Sequence: (long)entry, IsCall: false)))
            .OrderBy(item => item.Sequence).ThenBy(item => item.IsCall);
        Assert.Equal(expected, order);
    }, iter: 200);

    private static async Task<List<StoredCalls>> MergeAsync(int[][] batches, int[] entries)
    {
        var calls = batches.Select(batch => new StoredBatch(
            [.. batch.Select(number => Some.Call(offset: number))], [.. batch.Select(number => new Placement(0, number, 0))], Some.At(batch[^1])));
        var controls = entries.Select(number => new ControlEntry { Sequence = number, At = Some.Start, Kind = ControlKind.Knowledge, Subject = "baselines", Version = "1" });
        return await RecordedOrder.MergeAsync("run", calls.ToAsyncEnumerable(), controls.ToAsyncEnumerable()).ToListAsync();
    }

    private static string Describe(StoredCalls part) =>
        $"{string.Join(' ', part.Controls.Select(entry => entry.Sequence))} | {string.Join(' ', part.Events.Select(call => call.Call.Position.Offset))}";
}
