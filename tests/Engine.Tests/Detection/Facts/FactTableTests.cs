using Engine.Detection.Facts;
using Engine.Schemas;

namespace Engine.Tests.Detection.Facts;

public sealed class FactTableTests
{
    [Fact]
    public void Beyond_its_keys_the_longest_quiet_are_forgotten_and_counted()
    {
        var table = new FactTable(mostKeys: 8, mostValues: 1000);
        for (var i = 0; i < 9; i++)
            table.Put(State(i, ticks: 100 - i));
        table.ForgetIfFull();
        Assert.Equal((6, 3L), (table.Count, table.Forgotten));
        Assert.False(table.TryGet(Key(8), out _));
        Assert.True(table.TryGet(Key(0), out _));
        Assert.Equal([Key(8), Key(7), Key(6)], table.Gone);
    }

    [Fact]
    public void Values_are_bounded_over_all_keys()
    {
        var table = new FactTable(mostKeys: 100, mostValues: 100);
        for (var i = 0; i < 5; i++)
        {
            var state = State(i, ticks: i);
            table.Put(state);
            table.Measure(state, 20);
        }

        Assert.Empty(table.ForgetIfFull());
        table.Measure(table.States.First(state => state.Key == Key(4)), 21);
        Assert.NotEmpty(table.ForgetIfFull());
        Assert.InRange(table.Values, 1, 75);
        Assert.Equal(table.States.Sum(state => state.Size), table.Values);
    }

    private static FactKey Key(int number) => new(FactKind.Endpoint, (ulong)number);

    private static FactState State(int number, long ticks) => new(Key(number), detectors: 1) { LastTicks = ticks, Size = 1 };
}
