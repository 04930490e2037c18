using Engine.Schemas;
using Engine.Sinks.Enforcement;

namespace Engine.Tests.Sinks.Enforcement;

public sealed class DesiredStateTests
{
    private static readonly DateTimeOffset Now = SomeVerdict.Noon;
    private readonly DesiredState _state = new(TimeSpan.FromHours(24), new HashSet<VerdictAction> { VerdictAction.Block });

    [Fact]
    public void A_verdict_in_force_is_taken()
    {
        Assert.True(_state.Take(SomeVerdict.On("203.0.113.7"), Now, Now));
        Assert.Equal("203.0.113.7", Assert.Single(Assert.Single(_state.Claims).Targets).Value);
    }

    [Fact]
    public void A_replayed_old_verdict_is_over_and_never_taken()
    {
        Assert.False(_state.Take(SomeVerdict.On("203.0.113.7", at: Now.AddYears(-1)), Now, Now));
        Assert.Empty(_state.Claims);
        Assert.Equal(1, _state.Expired);
    }

    [Fact]
    public void A_verdict_that_ends_this_very_moment_is_over() =>
        Assert.False(_state.Take(SomeVerdict.On("203.0.113.7", lasting: TimeSpan.Zero), Now, Now));

    [Fact]
    public void No_verdict_holds_longer_than_the_maximum_time_to_live()
    {
        _state.Take(SomeVerdict.On("203.0.113.7", at: Now.AddYears(5000)), Now, Now);

        Assert.Equal(Now.AddHours(24), Assert.Single(_state.Claims).Until);
    }

    [Fact]
    public void An_action_that_no_point_carries_out_is_not_kept() =>
        Assert.False(_state.Take(SomeVerdict.On("203.0.113.7", action: VerdictAction.Throttle), Now, Now));

    [Fact]
    public void A_verdict_that_no_longer_asks_for_a_block_gives_it_up()
    {
        _state.Take(SomeVerdict.On("203.0.113.7"), Now, Now);

        Assert.True(_state.Take(SomeVerdict.On("203.0.113.7", revision: 2, action: VerdictAction.Observe), Now, Now));
        Assert.Empty(_state.Claims);
    }

    [Fact]
    public void The_same_revision_told_again_prolongs_nothing()
    {
        _state.Take(SomeVerdict.On("203.0.113.7", lasting: TimeSpan.FromDays(3)), Now, Now);

        Assert.False(_state.Take(SomeVerdict.On("203.0.113.7", lasting: TimeSpan.FromDays(3)), Now, Now.AddHours(5)));
        Assert.Equal(Now.AddHours(24), Assert.Single(_state.Claims).Until);
    }

    [Fact]
    public void Targets_that_are_no_addresses_are_dropped_from_the_addresses()
    {
        var targets = new VerdictTargets(["1.2.3.4;clear map #0", "203.0.113.7"], ["alice"], [], []);
        _state.Take(SomeVerdict.On("x", targets: targets), Now, Now);

        Assert.Equal(["203.0.113.7", "alice"], Assert.Single(_state.Claims).Targets.Select(target => target.Value));
    }

    [Fact]
    public void What_is_over_is_forgotten()
    {
        _state.Take(SomeVerdict.On("203.0.113.7"), Now, Now);
        _state.Suppress(new Suppression(null, null, SomeVerdict.Id("x"), null, VerdictAction.Block, Now.AddMinutes(5)));
        _state.HeldUntil = Now.AddMinutes(5);

        Assert.True(_state.Purge(Now.AddHours(1)));
        Assert.Empty(_state.Claims);
        Assert.Empty(_state.Suppressions);
        Assert.Null(_state.HeldUntil);
    }

    [Fact]
    public void An_unblock_outlasts_new_revisions_but_not_a_stronger_action()
    {
        var state = new DesiredState(TimeSpan.FromHours(24), new HashSet<VerdictAction> { VerdictAction.Block, VerdictAction.Throttle });
        var target = Target.ParseAddress("203.0.113.7")!.Value;
        state.Take(SomeVerdict.On("203.0.113.7", action: VerdictAction.Throttle), Now, Now);
        state.Suppress(new Suppression(target, null, null, state.LastNumber, VerdictAction.Throttle, Now.AddHours(1)));

        state.Take(SomeVerdict.On("203.0.113.7", revision: 2, action: VerdictAction.Throttle), Now, Now);
        Assert.True(state.IsSuppressed(state.Claims.Single(), target, "edge", Now));
        state.Take(SomeVerdict.On("203.0.113.7", revision: 3, action: VerdictAction.Block), Now, Now);
        Assert.False(state.IsSuppressed(state.Claims.Single(), target, "edge", Now));
    }

    [Fact]
    public void Verdicts_in_force_are_bounded()
    {
        for (var number = 0; number <= DesiredState.MostClaims; number++)
            _state.Take(SomeVerdict.On("203.0.113.7", name: $"v{number}"), Now, Now);

        Assert.Equal(DesiredState.MostClaims, _state.Claims.Count);
        Assert.Equal(1, _state.Overflow);
    }
}
