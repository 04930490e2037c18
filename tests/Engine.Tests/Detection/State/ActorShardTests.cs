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
        var shard = Shard(3);
        foreach (var (name, minute) in new[] { ("a", 0), ("b", 2), ("c", 4), ("a", 6) })
            Touch(shard, name, minute * Minute, out _);
        Touch(shard, "d", 8 * Minute, out var first);
        Touch(shard, "e", 10 * Minute, out var second);
        Assert.Equal(("b", "c", 3), (first!.Actor.Key.Value, second!.Actor.Key.Value, shard.Count));
    }

    [Fact]
    public void Hands_out_quiet_actors_once_and_again_after_they_came_back()
    {
        var shard = Shard(10);
        var ann = Touch(shard, "ann", 0, out _);
        Touch(shard, "bob", 100 * Minute, out _);
        Assert.Same(ann, shard.NextToRest(50 * Minute));
        Assert.Null(shard.NextToRest(50 * Minute));
        ann.Session = null;
        Touch(shard, "ann", 0, out _);
        Assert.Equal(["ann", "bob"], Resting(shard, long.MaxValue));
    }

    [Fact]
    public void After_any_calls_and_rests_the_longest_quiet_is_forgotten_and_everyone_rests()
    {
        var operation = Gen.Select(Gen.Int[0, 12], Gen.Int[1, 6], Gen.Int[0, 9], Gen.Bool);
        operation.List[0, 120].Sample(operations =>
        {
            var shard = Shard(6);
            var (clock, known) = (100L, new Dictionary<string, ActorState>());
            foreach (var (who, minutes, late, rests) in operations)
            {
                clock += minutes;
                var quietest = known.Values.Select(state => state.LastTicks).DefaultIfEmpty().Min();
                var state = Touch(shard, "a" + who, (clock - Math.Max(0, late - 6)) * Minute, out var forgotten);
                if (forgotten is not null)
                {
                    Assert.Equal(quietest, forgotten.LastTicks);
                    Assert.True(known.Remove(forgotten.Actor.Key.Value));
                }

                known[state.Actor.Key.Value] = state;
                if (rests)
                    AssertRests(shard, (clock - 5) * Minute, known.Values);
                Assert.Equal(known.Count, shard.Count);
            }

            AssertRests(shard, long.MaxValue, known.Values);
        });
    }

    /// <summary>Exactly those who were quiet rest, the longest quiet first.</summary>
    private static void AssertRests(ActorShard shard, long ticks, IEnumerable<ActorState> known)
    {
        var expected = known.Where(state => state.Session is not null && state.LastTicks < ticks).Select(state => state.LastTicks).Order().ToList();
        var rested = new List<long>();
        while (shard.NextToRest(ticks) is { } state)
        {
            Assert.NotNull(state.Session);
            state.Session = null;
            rested.Add(state.LastTicks);
        }

        Assert.Equal(expected, rested);
    }

    private static ActorShard Shard(int mostActors) => new(0, mostActors, new ActorEntries(new DetectorParts([])));

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
