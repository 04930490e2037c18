using Engine.Detection.Baselines;
using Engine.Detection.Endpoints;
using Engine.Schemas;

namespace Engine.Tests.Detection.Baselines;

public sealed class BaselineTableTests
{
    private static readonly BaselineKey Key = new(1, PeerGroup.People, "production", "combined");

    [Theory]
    [InlineData(Baseline.MatureActors, Baseline.MatureBuckets, true)]
    [InlineData(Baseline.MatureActors - 1, Baseline.MatureBuckets, false)]
    [InlineData(Baseline.MatureActors, Baseline.MatureBuckets - 1, false)]
    public void Normal_is_what_several_actors_do_over_several_buckets(int actors, int buckets, bool isMature) =>
        Assert.Equal(isMature, Table(Taught(actors, buckets)).Mature(Key) is not null);

    [Fact]
    public void One_actor_however_patient_makes_nothing_normal() => Assert.Null(Table(Taught(actors: 1, buckets: 16)).Mature(Key));

    [Theory]
    [InlineData("staging", "combined")]
    [InlineData("production", "kong")]
    public void Environments_and_formats_are_apart(string environment, string format) =>
        Assert.Null(Table(Taught(5, 5)).Mature(Key with { Environment = environment, SourceFormat = format }));

    [Fact]
    public void A_peer_group_without_its_own_baseline_is_measured_against_everyone()
    {
        var partial = Taught(5, 5);
        for (var i = 0; i < 25; i++)
            partial.Learn(Key with { Peers = PeerGroup.Machines }, Metric.Bytes, 1_000_000, (ulong)(100 + (i % 5)), i / 5);
        var table = Table(partial);
        Assert.Equal(table.Find(Key.ForEveryone()), table.Mature(Key with { Peers = PeerGroup.Strangers }));
        Assert.True(table.Mature(Key)!.Median(Metric.Bytes) < 200);
        Assert.True(table.Mature(Key with { Peers = PeerGroup.Machines })!.Median(Metric.Bytes) >= 1_000_000);
    }

    [Fact]
    public void A_path_that_several_actors_miss_is_a_dead_link()
    {
        var table = new BaselineTable();
        for (ulong actor = 1; actor <= BaselineTable.ManyActors; actor++)
        {
            Assert.False(table.IsDeadLink(7));
            var partial = new BaselinePartial(new BaselineTable());
            partial.Miss(7, actor);
            partial.Miss(7, actor);
            table.Absorb([partial], new EndpointSuccessors());
        }

        Assert.True(table.IsDeadLink(7));
        Assert.False(table.IsDeadLink(8));
    }

    [Fact]
    public void What_lanes_learned_apart_is_what_one_lane_learns()
    {
        var parts = new[] { new BaselinePartial(new BaselineTable()), new BaselinePartial(new BaselineTable()), new BaselinePartial(new BaselineTable()) };
        for (var i = 0; i < 60; i++)
            parts[i % 3].Learn(Key, Metric.Bytes, i * 37, (ulong)(i % 7), i % 9);
        var whole = new BaselinePartial(new BaselineTable());
        for (var i = 0; i < 60; i++)
            whole.Learn(Key, Metric.Bytes, i * 37, (ulong)(i % 7), i % 9);
        var (apart, together) = (Table(parts).Mature(Key)!, Table(whole).Mature(Key)!);
        Assert.Equal(
            (together.High(Metric.Bytes), together.Median(Metric.Bytes), together.Windows(Metric.Bytes), together.Actors),
            (apart.High(Metric.Bytes), apart.Median(Metric.Bytes), apart.Windows(Metric.Bytes), apart.Actors));
    }

    [Fact]
    public void Absurd_values_leave_a_usable_baseline()
    {
        var partial = new BaselinePartial(new BaselineTable());
        for (var i = 0; i < 25; i++)
            partial.Learn(Key, Metric.Bytes, Engine.Detection.State.HourlyVolume.MostBytes * 2, (ulong)i, i);
        Assert.True(Table(partial).Mature(Key)!.High(Metric.Bytes) > 0);
    }

    [Theory]
    [InlineData((int)Metric.Run, true)]
    [InlineData((int)Metric.RefusedObjects, true)]
    [InlineData((int)Metric.Misses, true)]
    [InlineData((int)Metric.Objects, false)]
    [InlineData((int)Metric.Bytes, false)]
    public void What_a_few_did_too_often_becomes_no_excuse_for_conduct(int metric, bool isBounded)
    {
        var partial = new BaselinePartial(new BaselineTable());
        for (var i = 0; i < 100; i++)
            partial.Learn(Key, (Metric)metric, i % 5 == 0 ? 4_000 : 3, (ulong)i, i);
        Assert.Equal(isBounded ? 40 : 6_000, Table(partial).Mature(Key)!.High((Metric)metric));
    }

    [Fact]
    public void Conduct_of_most_is_normal_however_far_it_goes()
    {
        var partial = new BaselinePartial(new BaselineTable());
        for (var i = 0; i < 100; i++)
            partial.Learn(Key, Metric.Run, i % 3 == 0 ? 3 : 4_000, (ulong)i, i);
        Assert.Equal(6_000, Table(partial).Mature(Key)!.High(Metric.Run));
    }

    [Fact]
    public void A_flood_of_missed_paths_is_bounded_and_counted()
    {
        var partial = new BaselinePartial(new BaselineTable());
        for (ulong path = 1; path <= 100_000; path++)
            partial.Miss(path, 1);
        Assert.InRange(partial.MissedPaths.Count, 1, 99_999);
        Assert.Equal(100_000, partial.MissedPaths.Count + partial.Overflowed);
    }

    [Fact]
    public void A_flood_of_endpoints_is_bounded_and_counted()
    {
        var partial = new BaselinePartial(new BaselineTable());
        for (ulong endpoint = 0; endpoint < 100_000; endpoint++)
            partial.Visit(Key with { Scope = StableHash.Combine(endpoint, 1) }, 1, 1);
        Assert.InRange(partial.Baselines.Count, 1, 99_999);
        Assert.Equal(100_000, partial.Baselines.Count + partial.Overflowed);
    }

    private static BaselinePartial Taught(int actors, int buckets)
    {
        var partial = new BaselinePartial(new BaselineTable());
        for (var actor = 0; actor < actors; actor++)
        {
            for (var bucket = 0; bucket < buckets; bucket++)
                partial.Learn(Key, Metric.Bytes, 100, (ulong)actor + 1, bucket);
        }

        return partial;
    }

    private static BaselineTable Table(params BaselinePartial[] partials)
    {
        var table = new BaselineTable();
        table.Absorb(partials, new EndpointSuccessors());
        return table;
    }
}
