using CsCheck;
using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Sources;

public sealed class TakenPositionsTests
{
    private readonly TakenPositions _taken = new();

    private static SourcePosition At(long offset, int index = 0, string source = "a", int partition = 0) => new(source, partition, offset, index);

    [Fact]
    public void What_comes_again_is_dropped()
    {
        Assert.True(_taken.TryTake(At(0)));
        Assert.True(_taken.TryTake(At(9)));
        _taken.Settle();

        Assert.False(_taken.TryTake(At(0)));
        Assert.False(_taken.TryTake(At(9)));
        Assert.True(_taken.TryTake(At(10)));
    }

    [Fact]
    public void Calls_of_one_record_belong_together_and_come_again_together()
    {
        for (var index = 0; index < 3; index++)
            Assert.True(_taken.TryTake(At(5, index)));
        _taken.Settle();
        for (var index = 0; index < 3; index++)
            Assert.False(_taken.TryTake(At(5, index)));
    }

    [Fact]
    public void Refused_records_of_a_batch_are_taken_although_later_calls_were_asked_for_first()
    {
        Assert.True(_taken.TryTake(At(9)));
        Assert.True(_taken.TryTake(At(5)));
        _taken.Settle();
        Assert.False(_taken.TryTake(At(9)));
    }

    [Fact]
    public void No_call_of_the_last_restored_record_is_new()
    {
        var restored = new TakenPositions();
        restored.Restore(new InputPositions(new Dictionary<InputPartition, long> { [new("a", 0)] = 5 }));

        Assert.False(restored.TryTake(At(5, index: 7)));
        Assert.True(restored.TryTake(At(6)));
    }

    [Fact]
    public void Sources_and_partitions_do_not_mix()
    {
        Assert.True(_taken.TryTake(At(9)));
        Assert.True(_taken.TryTake(At(3, partition: 1)));
        Assert.True(_taken.TryTake(At(3, source: "b")));
        _taken.Settle();
        Assert.False(_taken.TryTake(At(8)));

        Assert.Equal([("a", 0, 9L), ("a", 1, 3), ("b", 0, 3)], _taken.Positions.All.Select(entry => (entry.Key.Source, entry.Key.Number, entry.Value)));
    }

    [Fact]
    public void Equal_names_are_one_source_whoever_made_them()
    {
        Assert.True(_taken.TryTake(At(9, source: new string("name"))));
        _taken.Settle();
        Assert.False(_taken.TryTake(At(9, source: new string("name"))));
    }

    [Fact]
    public void Everything_is_taken_once_wherever_it_is_interrupted_and_however_far_it_goes_back() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[1, 3]).List[1, 60].SelectMany(records => Gen.Select(Gen.Const(records), Gen.Int[0, records.Count], Gen.Int[0, 20])).Sample(run =>
        {
            var (records, cut, back) = run;
            var calls = records.Select((record, i) => Enumerable.Range(0, record.Item2).Select(index => At(i * 7, index, "source " + record.Item1))).ToList();
            var first = new TakenPositions();
            var taken = calls.Take(cut).SelectMany(call => call).Where(call => first.TryTake(call)).ToList();
            first.Settle();

            var second = new TakenPositions();
            second.Restore(first.Positions);
            taken.AddRange(calls.Skip(Math.Max(0, cut - back)).SelectMany(call => call).Where(call => second.TryTake(call)));

            Assert.Equal(calls.SelectMany(call => call), taken);
        });
}
