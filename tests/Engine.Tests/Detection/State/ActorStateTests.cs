using System.Net;
using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Tests.Detection.State;

public sealed class ActorStateTests
{
    [Fact]
    public void An_endpoint_has_one_activity_even_when_it_was_made_anew()
    {
        var state = new ActorState(Some.User());
        var activity = state.At(Some.Call(objectId: "1"));
        var again = new Endpoint(Some.Orders.Service, Some.Orders.Method, Some.Orders.Template);
        Assert.Same(activity, state.At(Some.Call(to: again, objectId: "2")));
    }

    [Fact]
    public void Environment_and_format_have_their_own_activity()
    {
        var state = new ActorState(Some.User());
        var activity = state.At(Some.Call());
        Assert.NotSame(activity, state.At(Some.Call(environment: "staging")));
        Assert.NotSame(activity, state.At(Some.Call(format: "kong")));
        Assert.Same(activity, state.At(Some.Call()));
    }

    [Fact]
    public void The_endpoint_left_alone_the_longest_makes_room()
    {
        var state = new ActorState(Some.User());
        for (var i = 0; i < ActorState.MostEndpoints; i++)
            state.At(Some.Call(to: Page(i))).LastTicks = i == 5 ? 1 : 100 + i;
        state.At(Some.Call(to: Page(1000))).LastTicks = 999;
        Assert.Equal(ActorState.MostEndpoints, state.Activity.Length);
        Assert.Equal(0, state.At(Some.Call(to: Page(5))).LastTicks);
        Assert.Equal(999, state.At(Some.Call(to: Page(1000))).LastTicks);
    }

    [Fact]
    public void Addresses_tokens_and_sessions_of_a_proven_actor_are_targets()
    {
        var targets = new ActorTargets();
        foreach (var (address, token) in new[] { ("192.0.2.2", "t1"), ("192.0.2.1", "t2"), ("192.0.2.2", "t1") })
            targets.See(From(address, token) with { IsVerified = true });
        var all = targets.Of(Some.User("ann"));
        Assert.Equal(["192.0.2.1", "192.0.2.2"], all.Addresses);
        Assert.Equal(["t1", "t2"], all.Tokens);
        Assert.Equal(["ann"], all.Users);
    }

    [Fact]
    public void What_is_only_claimed_is_never_a_target()
    {
        var targets = new ActorTargets();
        targets.See(From("192.0.2.1", "stolen") with { IsVerified = false, ClaimedUser = "victim" });
        var all = targets.Of(Some.Stranger("192.0.2.1"));
        Assert.Empty(all.Users.Concat(all.Tokens).Concat(all.Sessions));
    }

    [Fact]
    public void Targets_of_each_kind_are_bounded()
    {
        var targets = new ActorTargets();
        for (var i = 0; i < 1000; i++)
            targets.See(From($"10.0.{i / 256}.{i % 256}", "t" + i) with { IsVerified = true });
        var all = targets.Of(Some.User());
        Assert.Equal((VerdictTargets.MostOfEach, VerdictTargets.MostOfEach), (all.Addresses.Count, all.Tokens.Count));
        Assert.Contains("t999", all.Tokens);
    }

    private static EnrichedEvent From(string address, string token)
    {
        var call = Some.Call();
        return call with
        {
            ClientAddress = IPAddress.Parse(address),
            Call = call.Call with { Authentication = new AuthenticationEvidence { CredentialHash = token, Subject = "victim" } },
        };
    }

    private static Endpoint Page(int number) => new("api.example.com", "GET", $"/v1/pages{number}");
}
