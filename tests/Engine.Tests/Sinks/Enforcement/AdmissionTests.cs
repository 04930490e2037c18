using Engine.Schemas;
using Engine.Sinks.Enforcement;
using Engine.Sinks.Enforcement.Points;

namespace Engine.Tests.Sinks.Enforcement;

public sealed class AdmissionTests
{
    private static readonly DateTimeOffset Now = SomeVerdict.Noon;
    private readonly Sightings _sightings = new(new SharedAddressOptions());

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("192.168.1.1")]
    [InlineData("172.31.255.255")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void Private_addresses_are_never_blocked(string address) => Assert.Equal("private-address", Rail(new(), SomeVerdict.On(address)));

    [Fact]
    public void Private_addresses_are_blocked_where_that_is_allowed() =>
        Assert.Null(Rail(new EnforcementOptions { AllowPrivate = true }, SomeVerdict.On("127.0.0.1")));

    [Theory]
    [InlineData("203.0.113.0/24")]
    [InlineData("203.0.113.7")]
    public void The_allow_list_wins(string allowed) =>
        Assert.Equal("allow-list", Rail(new EnforcementOptions { AllowList = [allowed] }, SomeVerdict.On("203.0.113.7")));

    [Fact]
    public void A_network_that_holds_an_allowed_address_is_not_blocked_either() =>
        Assert.Equal("allow-list", Rail(new EnforcementOptions { AllowList = ["203.0.113.7"] }, SomeVerdict.On("203.0.113.0/24")));

    [Fact]
    public void An_allowed_actor_is_not_blocked() => Assert.Equal("allow-list", Rail(
        new EnforcementOptions { AllowActors = ["user:monitor"] }, SomeVerdict.On("203.0.113.7", actor: SomeVerdict.Person("monitor"))));

    [Fact]
    public void A_wide_network_is_not_one_attacker() => Assert.Equal("too-wide", Rail(new(), SomeVerdict.On("203.0.0.0/16")));

    [Fact]
    public void A_verdict_without_anything_the_point_can_act_on_is_told()
    {
        var verdict = SomeVerdict.On("-", targets: new VerdictTargets([], ["mallory"], [], []));

        Assert.Equal("scope", Rail(new(), verdict));
    }

    [Fact]
    public void The_kill_switch_refuses_everything() =>
        Assert.Equal("kill-switch", Rail(new EnforcementOptions { KillSwitch = true }, SomeVerdict.On("203.0.113.7")));

    [Theory]
    [InlineData(2, null)]
    [InlineData(3, "shared-address")]
    public void An_address_with_three_other_verified_actors_is_shared(int others, string? rail)
    {
        _sightings.See(SomeVerdict.Crowd("203.0.113.7", others), Now);

        Assert.Equal(rail, Rail(new(), SomeVerdict.On("203.0.113.7")));
    }

    [Fact]
    public void The_crowd_behind_a_network_counts_too()
    {
        _sightings.See([SomeVerdict.Crowd("203.0.113.7", 3)[0], SomeVerdict.Crowd("203.0.113.8", 3)[1], SomeVerdict.Crowd("203.0.113.9", 3)[2]], Now);

        Assert.Equal("shared-address", Rail(new(), SomeVerdict.On("203.0.113.0/24")));
    }

    [Fact]
    public void An_attacker_with_many_user_agents_is_no_crowd()
    {
        _sightings.See(SomeVerdict.Crowd("203.0.113.7", 39, isVerified: false), Now);

        Assert.Null(Rail(new(), SomeVerdict.On("203.0.113.7")));
    }

    [Fact]
    public void Very_many_clients_are_a_crowd_even_without_names()
    {
        _sightings.See(SomeVerdict.Crowd("203.0.113.7", 40, isVerified: false), Now);

        Assert.Equal("shared-address", Rail(new(), SomeVerdict.On("203.0.113.7")));
    }

    [Fact]
    public void Actors_under_verdict_and_the_actor_itself_are_not_its_crowd()
    {
        _sightings.See(SomeVerdict.Crowd("203.0.113.7", 4), Now);
        _sightings.Suspect(SomeVerdict.On("203.0.113.7", actor: SomeVerdict.Person("person-0"), action: VerdictAction.Challenge));

        Assert.Null(Rail(new(), SomeVerdict.On("203.0.113.7", actor: SomeVerdict.Person("person-1"))));
    }

    [Fact]
    public void A_crowd_of_hours_ago_protects_no_longer()
    {
        _sightings.See(SomeVerdict.Crowd("203.0.113.7", 5), Now.AddMinutes(-61));
        _sightings.See([], Now);

        Assert.Null(Rail(new(), SomeVerdict.On("203.0.113.7")));
    }

    [Fact]
    public void A_flood_of_strangers_does_not_push_a_verified_crowd_out()
    {
        var sightings = new Sightings(new SharedAddressOptions { MostAddresses = 1000 });
        sightings.See(SomeVerdict.Crowd("203.0.113.7", 3), Now);
        for (var number = 0; number < 5000; number++)
            sightings.See([SomeVerdict.Call(SomeVerdict.Stranger($"f{number}"), $"198.18.{number / 256}.{number % 256}", isVerified: false)], Now);

        Assert.NotNull(sightings.CrowdBehind(Target.Network("203.0.113.7"), actor: 0));
    }

    [Fact]
    public void A_block_is_taken_back_when_a_crowd_moves_in()
    {
        var admission = Admission(new());
        var state = State([SomeVerdict.On("203.0.113.7")]);
        Assert.Single(admission.Select(state, [], 1000, Now).Wanted);
        _sightings.See(SomeVerdict.Crowd("203.0.113.7", 3), Now);

        Assert.Empty(admission.Select(state, [], 1000, Now).Wanted);
    }

    [Fact]
    public void A_refusal_is_told_once()
    {
        var admission = Admission(new());
        var state = State([SomeVerdict.On("10.0.0.1")]);

        Assert.Single(admission.Select(state, [], 1000, Now).Refused);
        Assert.Empty(admission.Select(state, [], 1000, Now).Refused);
    }

    [Fact]
    public void The_cap_on_the_number_of_targets_holds() =>
        Assert.Equal(7, Through(new BlastRadiusOptions { Targets = 7 }, verdicts: 20, actors: 100_000));

    [Fact]
    public void The_cap_on_the_share_of_actors_holds() =>
        Assert.Equal(50, Through(new BlastRadiusOptions { ShareOfActors = 0.05, AlwaysPossible = 10 }, verdicts: 80, actors: 1000));

    [Fact]
    public void A_quiet_night_does_not_forbid_every_block() =>
        Assert.Equal(10, Through(new BlastRadiusOptions { ShareOfActors = 0.05, AlwaysPossible = 10 }, verdicts: 80, actors: 0));

    [Fact]
    public void The_cap_per_minute_holds_back_until_there_is_room()
    {
        var admission = Admission(new EnforcementOptions { BlastRadius = new BlastRadiusOptions { TargetsPerMinute = 5, AlwaysPossible = 100 } });
        var state = State([.. Enumerable.Range(1, 12).Select(host => SomeVerdict.On($"203.0.113.{host}"))]);

        Assert.Equal(5, admission.Select(state, [], 1000, Now).Wanted.Count);
        Assert.Equal(5, admission.Select(state, [], 1000, Now.AddSeconds(59)).Wanted.Count);
        Assert.Equal(10, admission.Select(state, [], 1000, Now.AddSeconds(60)).Wanted.Count);
    }

    [Fact]
    public void Caps_never_undo_what_was_let_through()
    {
        var caps = new EnforcementOptions { BlastRadius = new BlastRadiusOptions { AlwaysPossible = 1, ShareOfActors = 0.01 } };
        var admission = Admission(caps);
        var state = State([.. Enumerable.Range(1, 5).Select(host => SomeVerdict.On($"203.0.113.{host}"))]);
        Assert.Equal(5, admission.Select(state, [], 1000, Now).Wanted.Count);

        Assert.Equal(5, admission.Select(state, [], 0, Now).Wanted.Count);
    }

    private int Through(BlastRadiusOptions caps, int verdicts, long actors)
    {
        var state = State([.. Enumerable.Range(1, verdicts).Select(host => SomeVerdict.On($"203.0.113.{host}"))]);
        return Admission(new EnforcementOptions { BlastRadius = caps }).Select(state, [], actors, Now).Wanted.Count;
    }

    private string? Rail(EnforcementOptions options, Verdict verdict)
    {
        var selection = Admission(options).Select(State([verdict]), [], 1000, Now);
        Assert.Equal(1, selection.Wanted.Count + selection.Refused.Count);
        return selection.Refused.Count == 0 ? null : selection.Refused[0].Refusal.Rail;
    }

    private Admission Admission(EnforcementOptions options) => new(
        new PointOptions { Name = "edge" }, HaproxyMap.Description, new GuardRails(options, _sightings), new BlastRadius(options.BlastRadius), options.KillSwitch);

    private static DesiredState State(IReadOnlyList<Verdict> verdicts)
    {
        var state = new DesiredState(TimeSpan.FromHours(24), new HashSet<VerdictAction> { VerdictAction.Block });
        foreach (var verdict in verdicts)
            state.Take(verdict, Now, Now);
        return state;
    }
}
