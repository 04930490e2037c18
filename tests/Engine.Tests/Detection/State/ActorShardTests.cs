using CsCheck;
using Engine.Detection.Sessions;
using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Tests.Detection.State;

public sealed class ActorShardTests
{
    private static readonly long Minute = TimeSpan.FromMinutes(1).Ticks;

    [Fact]
    public void Forgets_the_longest_quiet_first()
    {
        var shard = new ActorShard(3);
        foreach (var (name, minute) in new[] { ("a", 0), ("b", 2), ("c", 4), ("a", 6) })
            Touch(shard, name, minute * Minute, out _);
        Touch(shard, "d", 8 * Minute, out var first);
        Touch(shard, "e", 10 * Minute, out var second);
        Assert.Equal(("b", "c", 3), (first!.Actor.Key.Value, second!.Actor.Key.Value, shard.Count));
    }

    [Fact]
    public void Hands_out_quiet_actors_once_and_again_after_they_came_back()
    {
        var shard = new ActorShard(10);
        var ann = Touch(shard, "ann", 0, out _);
        Touch(shard, "bob", 100 * Minute, out _);
        Assert.Same(ann, shard.NextToRest(50 * Minute));
        Assert.Null(shard.NextToRest(50 * Minute));
        ann.Session = null;
        Touch(shard, "ann", 0, out _);
        Assert.Equal(["bob", "ann"], Resting(shard, long.MaxValue));
    }

    [Fact]
    public void Any_calls_and_rests_keep_the_list_whole()
    {
        var operation = Gen.Select(Gen.Int[0, 12], Gen.Int[-3, 6], Gen.Bool);
        operation.List[0, 120].Sample(operations =>
        {
            var shard = new ActorShard(6);
            var (clock, known) = (100L, new Dictionary<string, ActorState>());
            foreach (var (who, minutes, rests) in operations)
            {
                clock += minutes;
                var state = Touch(shard, "a" + who, clock * Minute, out var forgotten);
                if (forgotten is not null)
                    Assert.True(known.Remove(forgotten.Actor.Key.Value));
                known[state.Actor.Key.Value] = state;
                if (rests)
                {
                    while (shard.NextToRest((clock - 5) * Minute) is { } resting)
                        resting.Session = null;
                }

                AssertWhole(shard, known);
            }

            foreach (var name in Resting(shard, long.MaxValue))
                Assert.True(known.Remove(name));
            Assert.All(known.Values, state => Assert.Null(state.Session));
        });
    }

    /// <summary>Both directions show the same actors, all of them.</summary>
    private static void AssertWhole(ActorShard shard, Dictionary<string, ActorState> known)
    {
        Assert.Equal(known.Count, shard.Count);
        var any = known.Values.First();
        while (any.Quieter is { } quieter)
            any = quieter;
        var count = 0;
        for (var state = any; state is not null; state = state.Busier, count++)
        {
            Assert.Same(state, known[state.Actor.Key.Value]);
            Assert.True(state.Busier is null || ReferenceEquals(state.Busier.Quieter, state));
        }

        Assert.Equal(known.Count, count);
    }

    private static ActorState Touch(ActorShard shard, string name, long ticks, out ActorState? forgotten)
    {
        var state = shard.Touch(Some.User(name), ticks, out forgotten);
        state.LastTicks = Math.Max(state.LastTicks, ticks);
        state.Session ??= new OpenSession(1, "production", ticks);
        return state;
    }

    private static List<string> Resting(ActorShard shard, long ticks)
    {
        var names = new List<string>();
        while (shard.NextToRest(ticks) is { } state)
            names.Add(state.Actor.Key.Value);
        return names;
    }
}
