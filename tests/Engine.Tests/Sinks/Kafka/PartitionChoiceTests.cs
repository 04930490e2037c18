using CsCheck;
using Engine.Sinks.Kafka;

namespace Engine.Tests.Sinks.Kafka;

public sealed class PartitionChoiceTests
{
    /// <summary>Another process, machine or version must choose the same, or an actor's verdicts lose their order.</summary>
    [Fact]
    public void The_choice_is_the_same_for_ever() => Assert.Equal(
        [9, 9, 10, 9], new[] { "user:alice", "user:bob", "address:203.0.113.7|f1", "edge/3" }.Select(key => PartitionChoice.Of(key, 12)));

    [Fact]
    public void The_choice_is_one_of_the_partitions() =>
        Gen.Select(Gen.String, Gen.Int[1, 500]).Sample((key, count) => PartitionChoice.Of(key, count) is var chosen && chosen >= 0 && chosen < count);

    [Fact]
    public void Many_keys_spread_evenly()
    {
        var sizes = Enumerable.Range(0, 12_000).GroupBy(number => PartitionChoice.Of($"user:u-{number}", 12)).Select(one => one.Count()).ToList();
        Assert.Equal(12, sizes.Count);
        Assert.All(sizes, size => Assert.InRange(size, 850, 1_150));
    }
}
