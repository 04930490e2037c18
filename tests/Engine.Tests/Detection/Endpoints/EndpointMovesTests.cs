using CsCheck;
using Engine.Detection.Baselines;
using Engine.Detection.Endpoints;
using Engine.Detection.State;
using Engine.Schemas;

namespace Engine.Tests.Detection.Endpoints;

/// <summary>A new version of the templates in mid-stream loses nothing that detectors know.</summary>
public sealed class EndpointMovesTests
{
    private static readonly Endpoint s_renamed = new("api.example.com", "GET", "/v1/orders/{order}");
    private static readonly Endpoint s_people = new("api.example.com", "GET", "/v1/people/{slug}");

    [Fact]
    public void Another_name_of_an_endpoint_changes_no_signal() => Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 999]).Sample((seed, at) =>
    {
        var calls = Traffic.Of(seed, 1_000).Select(call => call with { Moves = null }).ToList();
        var renamed = calls.Select((call, i) => call with
        {
            Endpoint = i >= at && call.Endpoint.Equals(Some.Orders) ? s_renamed : call.Endpoint,
            Moves = i == at ? new EndpointMoves("paths-2", [new EndpointMove(Some.Orders, s_renamed)]) : null,
        }).ToList();
        Assert.Equal(Signals(calls), Signals(renamed));
    }, iter: 20);

    [Fact]
    public void Words_that_turned_out_to_be_names_are_objects_that_were_asked_for()
    {
        var state = new ActorState(Some.User());
        foreach (var word in (string[])["ada", "bob", "eve"])
            Count(state, Some.Call(to: Person(word)));
        Count(state, Some.Call(to: s_people, objectId: "ian"));

        state.Follow(Moved(["ada", "bob", "eve"]), Learning(), mayTeach: true);

        var activity = Assert.Single(state.Activity.ToArray()).Activity;
        Assert.Equal((s_people, 4, 4), (activity.Endpoint, activity.Objects, activity.Calls));
        Assert.Null(Count(state, Some.Call(to: s_people, objectId: "ada")));
        Assert.Equal(4, activity.Objects);
    }

    [Fact]
    public void Of_two_hours_each_keeps_what_it_had()
    {
        var state = new ActorState(Some.User());
        Count(state, Some.Call(to: Person("ada"), atSeconds: 10, bytes: 7));
        Count(state, Some.Call(to: s_people, objectId: "bob", atSeconds: 3_700, bytes: 5));

        state.Follow(Moved(["ada"]), Learning(), mayTeach: true);

        var activity = Assert.Single(state.Activity.ToArray()).Activity;
        Assert.Equal((1, 1, 2, 12), (activity.Current.Calls, activity.Before.Calls, activity.Objects, activity.Bytes));
    }

    [Fact]
    public void What_is_normal_follows_another_name_and_not_the_parameter_that_a_word_became_one_value_of()
    {
        var partial = Learning();
        var successors = Moved(["ada"]);
        successors.Add([new EndpointMove(Some.Orders, s_renamed)]);
        for (var actor = 0UL; actor < 3; actor++)
        {
            for (var bucket = 0; bucket < 5; bucket++)
            {
                partial.Learn(Key(Person("ada")), Metric.Bytes, 4, actor, bucket);
                partial.Learn(Key(Some.Orders), Metric.Bytes, 4, actor, bucket);
            }
        }

        var table = new BaselineTable();
        table.Absorb([partial], new EndpointSuccessors());
        table.Follow(successors);

        Assert.True(table.Find(Key(s_renamed))!.IsMature);
        Assert.All((Endpoint[])[Some.Orders, Person("ada"), s_people], endpoint => Assert.Null(table.Find(Key(endpoint))));
        var late = new BaselineTable();
        late.Absorb([partial], successors);
        Assert.Equal(table.Keys.OrderBy(key => key.Digest), late.Keys.OrderBy(key => key.Digest));

        static BaselineKey Key(Endpoint endpoint) => new(endpoint.Id, PeerGroup.People, "production", "combined");
    }

    [Fact]
    public void A_chain_of_moves_is_followed_to_its_end_whenever_it_came()
    {
        var successors = Moved(["ada"]);
        successors.Add([new EndpointMove(s_people, s_renamed)]);

        Assert.True(successors.TryFollow(Person("ada"), out var today));
        Assert.Equal(s_renamed, today);
        Assert.Equal(s_renamed.Id, successors.Follow(Person("ada").Id));
        Assert.False(successors.TryFollow(s_renamed, out _));
    }

    [Fact]
    public void Moves_in_a_ring_end()
    {
        var successors = new EndpointSuccessors();
        successors.Add([new EndpointMove(s_people, s_renamed), new EndpointMove(s_renamed, s_people)]);

        Assert.True(successors.TryFollow(s_people, out _));
    }

    [Theory]
    [InlineData("/users/alice", "/users/{slug}", "alice")]
    [InlineData("/users/al%20ice/files", "/users/{slug}/files", "al ice")]
    [InlineData("/users/{id}", "/users/{slug}", null)]
    [InlineData("/users/alice", "/users/:name", "alice")]
    [InlineData("/files/a.txt", "/files/{name}.txt", "a.txt")]
    [InlineData("/users/alice", "/people", null)]
    public void The_word_is_the_object_that_it_named(string past, string successor, string? named) => Assert.Equal(
        named is null ? null : ObjectIdentity.Of(named), NamedByWords.Find(new Endpoint("api", "GET", past), new Endpoint("api", "GET", successor)));

    [Fact]
    public void Recorded_moves_are_read_as_they_were_and_damaged_ones_are_refused()
    {
        var moves = new EndpointMoves("paths-3", [new EndpointMove(Person("ada"), s_people), new EndpointMove(s_people, s_renamed)]);
        var entry = RecordedMoves.Write(moves, 17, Some.At(5));

        Assert.Equal((ControlKind.Endpoints, "paths-3", 17, false), (entry.Kind, entry.Version, entry.Sequence, entry.IsWhole));
        Assert.Equal(moves.All, RecordedMoves.Read(entry));
        Assert.Throws<InvalidDataException>(() => new Detecting().Engine.Apply(entry with { State = entry.State[..^3] }));
    }

    private static Endpoint Person(string word) => new("api.example.com", "GET", "/v1/people/" + word);

    private static BaselinePartial Learning() => new(new BaselineTable());

    private static EndpointSuccessors Moved(string[] words)
    {
        var successors = new EndpointSuccessors();
        successors.Add([.. words.Select(word => new EndpointMove(Person(word), s_people))]);
        return successors;
    }

    private static NewObject? Count(ActorState state, EnrichedEvent call) =>
        ActivityTracker.Count(state.At(call), call, call.Call.At.UtcTicks, Learning(), mayTeach: true, mayWindowTeach: true);

    private static List<string> Signals(List<EnrichedEvent> calls) =>
        [.. new Detecting().See(calls).End().Signals
            .Select(signal => $"{signal.Detector} {signal.Actor} {signal.From:O} {signal.To:O} {signal.Strength} {signal.Observed} {signal.Expected} {signal.Threshold} {signal.EventCount}")
            .Order(StringComparer.Ordinal)];
}
