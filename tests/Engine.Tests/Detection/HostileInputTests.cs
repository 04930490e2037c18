using System.Globalization;
using System.Net;
using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Tests.Detection;

/// <summary>Everything in a call is written by attackers: nothing throws, and memory stays within bounds.</summary>
public sealed class HostileInputTests
{
    private const int Calls = 100;

    private static readonly string Huge = new('x', 1 << 20);

    public static TheoryData<string> Odd => [.. OddCalls.Keys];

    private static Dictionary<string, Func<EnrichedEvent, EnrichedEvent>> OddCalls { get; } = new()
    {
        ["year 9999"] = call => call with { Call = call.Call with { At = DateTimeOffset.MaxValue }, Tick = DateTimeOffset.MaxValue },
        ["year 9999 not believed"] = call => call with { Call = call.Call with { At = DateTimeOffset.MaxValue } },
        ["year 1"] = call => call with { Call = call.Call with { At = DateTimeOffset.MinValue } },
        ["year 1 believed"] = call => call with { Call = call.Call with { At = DateTimeOffset.MinValue }, Tick = DateTimeOffset.MinValue },
        ["largest id"] = call => call with { Objects = [Some.Object("9223372036854775807")] },
        ["smallest id"] = call => call with { Objects = [Some.Object("-9223372036854775808")] },
        ["no number"] = call => call with { Objects = [Some.Object("99999999999999999999999")] },
        ["huge id"] = call => call with { Objects = [Some.Object(Huge)] },
        ["empty id"] = call => call with { Objects = [Some.Object("")] },
        ["many ids"] = call => call with { Objects = [.. Enumerable.Range(0, 1000).Select(i => Some.Object("" + i))] },
        ["half a character"] = call => call with { Objects = [Some.Object("\ud800")], Call = call.Call with { Path = "/\udfff" } },
        ["huge path"] = call => call with { Call = call.Call with { Path = Huge }, Endpoint = new Endpoint(Huge, Huge, Huge) },
        ["negative bytes"] = call => call with { Call = call.Call with { ResponseBytes = long.MinValue, RequestBytes = long.MinValue } },
        ["all the bytes"] = call => call with { Call = call.Call with { ResponseBytes = long.MaxValue, RequestBytes = long.MaxValue } },
        ["unknown status"] = call => call with { Call = call.Call with { Status = null } },
        ["absurd status"] = call => call with { Call = call.Call with { Status = int.MinValue } },
        ["nothing known"] = call => call with
        {
            ClientAddress = null,
            Call = call.Call with { UserAgent = null, Host = null, ResponseBytes = null, RequestBytes = null, Authentication = null },
        },
        ["empty authentication"] = call => call with { Call = call.Call with { Authentication = new AuthenticationEvidence() } },
    };

    [Theory]
    [MemberData(nameof(Odd))]
    public void Any_value_is_borne_and_hides_no_attack(string kind)
    {
        var odd = OddCalls[kind];
        var seen = new Detecting(lanes: 2);
        for (var i = 0; i < Calls; i++)
        {
            var by = i % 3 == 0 ? Some.User("mallory") : Some.Stranger("203.0.113.1");
            seen.See(odd(Some.Call(by, objectId: "7", atSeconds: i, status: 404)), odd(Some.Miss("/p" + i, by, i)));
            seen.See(Some.Call(Some.User("walker"), objectId: Id(i), atSeconds: i));
        }

        seen.End();
        Assert.Contains(seen.Signals, signal => signal.Actor.Key.Value == "walker");
        Assert.Equal(3 * Calls, seen.Sessions.Sum(session => session.Calls));
        Assert.All(seen.Sessions, session => Assert.True(session.ResponseBytes >= 0 && session.RequestBytes >= 0 && session.End >= session.Start));
    }

    [Fact]
    public void Two_actors_whose_hash_codes_collide_stay_two()
    {
        var byCode = new Dictionary<(int, int), Actor>();
        Actor one, other;
        for (var i = 0; ; i++)
        {
            one = Some.User("u" + i);
            if (byCode.TryGetValue((one.GetHashCode(), one.Shard), out other!))
                break;
            byCode.Add((one.GetHashCode(), one.Shard), one);
        }

        var seen = new Detecting().See(Some.Call(one), Some.Call(other), Some.Call(one)).End();
        Assert.Equal(2, seen.Statistics.Actors);
        Assert.Equal([1, 2], seen.Sessions.Select(session => session.Calls).Order());
    }

    [Fact]
    public void One_actor_with_endless_endpoints_is_followed_at_some_of_them()
    {
        var state = new ActorState(Some.User());
        for (var i = 0; i < 100_000; i++)
            state.At(Some.Call(to: new Endpoint("h" + i, "GET", "/")));
        Assert.Equal(ActorState.MostEndpoints, state.Activity.Length);
    }

    [Fact]
    public void A_flood_of_actors_forgets_the_longest_quiet_and_says_so()
    {
        var seen = new Detecting(memoryBytes: 16L << 20);
        foreach (var chunk in Enumerable.Range(0, 40_000).Chunk(1000))
            seen.See(chunk.Select(i => Some.Call(Some.Stranger("s" + i), atSeconds: i * 0.01)));
        var standing = seen.Statistics;
        Assert.True(standing is { Forgotten: > 0, IsExact: false });
        Assert.Equal(40_000, standing.Actors + standing.Forgotten);
        Assert.Equal(standing.Forgotten, seen.Sessions.Count(session => session.EndedBy == SessionEnd.Forgotten));
        Assert.Equal(40_000, seen.End().Sessions.Count);
    }

    [Fact]
    public void Addresses_that_change_at_every_call_are_bounded_in_a_verdict()
    {
        var seen = new Detecting().See(Enumerable.Range(0, 2000).Select(i =>
            Some.Call(objectId: Id(i), atSeconds: i) with { ClientAddress = new IPAddress(i + 1) }));
        Assert.All(seen.Verdicts, verdict => Assert.InRange(verdict.Targets.Addresses.Count, 1, VerdictTargets.MostOfEach));
        Assert.Contains(seen.Verdicts, verdict => verdict.Targets.Addresses.Count > 10);
    }

    private static string Id(int i) => (1000 + i).ToString(CultureInfo.InvariantCulture);
}
