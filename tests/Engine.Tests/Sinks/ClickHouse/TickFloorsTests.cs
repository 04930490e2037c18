using Engine.Sinks.ClickHouse.Reading;

namespace Engine.Tests.Sinks.ClickHouse;

/// <summary>From any number on, nothing is earlier than its floor.</summary>
public sealed class TickFloorsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_part_is_as_early_as_anything_after_it()
    {
        var floors = new TickFloors([(0, Start.AddHours(1)), (1, Start.AddHours(3)), (2, Start.AddHours(2))]);

        Assert.Equal(Start.AddHours(1), floors.From(TickFloors.Step - 1));
        Assert.Equal(Start.AddHours(2), floors.From(TickFloors.Step));
        Assert.Equal(Start.AddHours(2), floors.From((3 * TickFloors.Step) - 1));
    }

    [Fact]
    public void A_gap_is_as_early_as_what_follows_it_and_nothing_follows_the_end()
    {
        var floors = new TickFloors([(5, Start), (900, Start.AddHours(1))]);

        Assert.Equal(Start, floors.From(0));
        Assert.Equal(Start.AddHours(1), floors.From(6 * TickFloors.Step));
        Assert.Equal(DateTimeOffset.MaxValue, floors.From(901L * TickFloors.Step));
        Assert.Equal(DateTimeOffset.MaxValue, new TickFloors([]).From(0));
    }
}
