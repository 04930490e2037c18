using Engine.Detection.Baselines;
using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Tests.Detection.State;

public sealed class ActivityTrackerTests
{
    private const double Hour = 3600;

    private readonly EndpointActivity _activity = new(Some.Orders, PeerGroup.People, "production", "combined");
    private readonly BaselinePartial _learning = new(new BaselineTable());

    [Fact]
    public void Looks_back_one_to_two_hours()
    {
        Count("1", Hour - 1);
        Count("2", (2 * Hour) - 1);
        Assert.Equal((2, 2L), (_activity.Objects, _activity.Calls));
        Count("3", 2 * Hour);
        Assert.Equal((2, 2L), (_activity.Objects, _activity.Calls));
        Assert.Equal(Some.At((2 * Hour) - 1).UtcTicks, _activity.FirstTicks);
    }

    [Fact]
    public void A_late_call_lands_in_its_own_hour()
    {
        Count("1", Hour + 10);
        Count("2", Hour - 10);
        Assert.Equal((2, 1, 1), (_activity.Objects, _activity.Current.Calls, _activity.Before.Calls));
        Count("3", (2 * Hour) + 1);
        Assert.Equal(2, _activity.Objects);
    }

    [Fact]
    public void A_call_older_than_the_look_back_counts_nowhere_and_stretches_nothing()
    {
        Count("1", 5 * Hour);
        Count("2", 1 * Hour);
        Assert.Equal((1, 1L, Some.At(5 * Hour).UtcTicks), (_activity.Objects, _activity.Calls, _activity.FirstTicks));
    }

    [Fact]
    public void An_object_asked_for_in_both_hours_is_one_object()
    {
        foreach (var hour in new[] { 0, 1, 2, 3 })
        {
            for (var id = 0; id < 10; id++)
                Count(Some.Scattered(id), hour * Hour, status: id < 4 ? 404 : 200);
            Assert.Equal((10, 4), (_activity.Objects, _activity.RefusedObjects));
        }
    }

    [Fact]
    public void An_expired_login_refuses_nothing_in_particular()
    {
        Count("1", 0, status: 401);
        Assert.Equal((1, 0), (_activity.Objects, _activity.RefusedObjects));
    }

    [Fact]
    public void The_same_number_under_another_parent_is_another_object()
    {
        foreach (var customer in new[] { "1", "2" })
        {
            var call = Some.Call(objectId: "7") with { Objects = [Some.Object(customer), Some.Object("7")] };
            ActivityTracker.Count(_activity, call, call.Call.At.UtcTicks, _learning, true, true);
        }

        Assert.Equal(2, _activity.Objects);
    }

    [Fact]
    public void Teaches_an_hour_that_closed_once_in_two_hours()
    {
        foreach (var hour in new[] { 0, 1, 2, 3, 4 })
            Count("1", hour * Hour);
        Assert.Equal(2, _activity.TaughtBuckets);
        Assert.Equal(2, _learning.Baselines[_activity.Key].Windows(Metric.Objects));
    }

    [Fact]
    public void An_actor_that_may_not_teach_does_not()
    {
        Count("1", 0, mayTeach: false);
        Count("1", Hour, mayTeach: false);
        Assert.True(_learning.IsEmpty);
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void Sums_of_any_byte_counts_stay_sums(long bytes)
    {
        for (var i = 0; i < 10; i++)
            ActivityTracker.Count(_activity, Some.Call(bytes: bytes), Some.Start.UtcTicks, _learning, true, true);
        Assert.InRange(_activity.Bytes, 0, 2 * HourlyVolume.MostBytes);
    }

    private void Count(string id, double atSeconds, int status = 200, bool mayTeach = true) => ActivityTracker.Count(
        _activity, Some.Call(objectId: id, atSeconds: atSeconds, status: status), Some.At(atSeconds).UtcTicks, _learning, mayTeach, mayTeach);
}
