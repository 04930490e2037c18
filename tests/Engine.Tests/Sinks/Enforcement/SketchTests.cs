using Engine.Schemas;
using Engine.Sinks.Enforcement;

namespace Engine.Tests.Sinks.Enforcement;

public sealed class SketchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1_000)]
    [InlineData(20_000)]
    [InlineData(300_000)]
    public void Actors_are_counted_within_five_percent(int actors)
    {
        var count = new ActorCount(TimeSpan.FromHours(1));
        for (var round = 0; round < 2; round++)
        {
            for (var actor = 0; actor < actors; actor++)
                count.See(StableHash.Combine(1, (ulong)actor), SomeVerdict.Noon);
        }

        Assert.InRange(count.Estimate(), (long)(actors * 0.95), (long)(actors * 1.05));
    }

    [Fact]
    public void Actors_long_gone_are_not_counted()
    {
        var count = new ActorCount(TimeSpan.FromHours(1));
        count.See(1, SomeVerdict.Noon);
        count.See(2, SomeVerdict.Noon.AddHours(2));
        count.See(2, SomeVerdict.Noon.AddHours(4));

        Assert.Equal(1, count.Estimate());
    }

    [Fact]
    public void Crowds_are_bounded_in_addresses_and_in_actors()
    {
        var crowds = new AddressCrowds(1000, TimeSpan.FromHours(1));
        for (var host = 0; host < 100_000; host++)
            crowds.See(new System.Net.IPAddress([198, (byte)(host >> 16), (byte)(host >> 8), (byte)host]), 1, SomeVerdict.Noon);
        for (ulong actor = 0; actor < 1000; actor++)
            crowds.See(System.Net.IPAddress.Parse("203.0.113.7"), actor, SomeVerdict.Noon);

        Assert.InRange(crowds.Addresses, 1, 1000);
        Assert.InRange(crowds.Count(Target.Network("203.0.113.7"), SomeVerdict.Noon.AddHours(-1), _ => false), AddressCrowds.MostActors, 2 * AddressCrowds.MostActors);
    }
}
