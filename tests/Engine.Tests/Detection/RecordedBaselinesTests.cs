using CsCheck;
using Engine.Detection.Baselines;
using Engine.Schemas;

namespace Engine.Tests.Detection;

/// <summary>What a run learned can be brought into force again, at the same places or from the beginning.</summary>
public sealed class RecordedBaselinesTests
{
    private const int Calls = 900;

    private static readonly Gen<int> Seed = Gen.Int[0, 1_000_000];

    [Fact]
    public void A_recorded_run_judges_as_the_one_that_learned() =>
        Gen.Select(Seed, Gen.Int[1, 300], Gen.Int[0, 2].Select(i => new[] { 1, 2, 8 }[i]), Gen.Int[0, 2].Select(i => new[] { 1, 2, 8 }[i])).Sample((seed, batch, lanes, others) =>
        {
            var calls = Traffic.Of(seed, Calls);
            var live = new Detecting(lanes).See(calls).End();
            Assert.NotEmpty(live.Controls);
            var again = Replay(Stored(calls), live.Controls, batch, new Detecting(others, baselines: BaselineMode.Recorded)).End();
            Assert.Equal(live.AsText(), again.AsText());
            Assert.Empty(again.Controls);
            Assert.Equal(live.Statistics.Knowledge, again.Statistics.Knowledge);
        }, iter: 30);

    [Fact]
    public void What_is_recorded_depends_on_the_calls_only() => Gen.Select(Seed, Gen.Int[1, 300]).Sample((seed, batch) =>
    {
        var calls = Traffic.Of(seed, Calls);
        var one = new Detecting().See(calls).Controls;
        var other = new Detecting(lanes: 8).SeeInBatches(calls, batch).Controls;
        Assert.Equal(one.Select(Describe), other.Select(Describe));
    }, iter: 15);

    [Fact]
    public void A_version_is_in_force_for_the_call_that_opened_its_epoch()
    {
        var seen = Learned();
        var first = seen.Controls[0];
        Assert.Equal(("baselines", "1", ControlKind.Knowledge, false), (first.Subject, first.Version, first.Kind, first.IsWhole));
        Assert.Equal(1, first.Sequence);
        Assert.Equal(Some.At(7201), first.At);
    }

    [Fact]
    public void Every_288th_version_is_whole()
    {
        var seen = new Detecting();
        // A user's window teaches when the user rests, so each call after a pause makes a version.
        for (var hour = 0; seen.Controls.Count < 290; hour++)
            seen.See(Some.Call(by: Some.User("u" + hour), to: new Endpoint("api", "GET", $"/v{hour / 10}"), atSeconds: hour * 7201.0));
        Assert.Equal(["288"], seen.Controls.Where(entry => entry.IsWhole).Select(entry => entry.Version));
        Assert.True(seen.Controls[287].State.Length > seen.Controls[288].State.Length);

        // One whole version is all that a replay needs to begin with.
        var late = new Detecting(baselines: BaselineMode.Recorded);
        late.Engine.Apply(seen.Controls[287]);
        Assert.Equal(("288", seen.Statistics.Endpoints), (late.Statistics.Knowledge, late.Statistics.Endpoints));
    }

    [Fact]
    public void A_whole_version_replaces_what_was_there()
    {
        var one = new Detecting().See(Traffic.Of(1, Calls));
        var late = new Detecting(baselines: BaselineMode.Recorded);
        late.Engine.ImportBaselines(one.Engine.ExportBaselines());
        Assert.NotEqual(0, late.Statistics.Endpoints);
        late.Engine.Apply(one.Controls[0] with { IsWhole = true, State = default });
        Assert.Equal(0, late.Statistics.Endpoints);
    }

    [Fact]
    public void One_that_learns_does_not_listen_to_another_version()
    {
        var seen = Learned();
        seen.Engine.Apply(seen.Controls[0] with { Version = "77" });
        Assert.Equal("1", seen.Statistics.Knowledge);
    }

    [Fact]
    public void A_version_that_is_none_is_refused()
    {
        var late = new Detecting(baselines: BaselineMode.Recorded);
        var good = Learned().Controls[0];
        Assert.Throws<InvalidDataException>(() => late.Engine.Apply(good with { Version = "latest" }));
        Assert.Throws<InvalidDataException>(() => late.Engine.Apply(good with { State = good.State[..^1] }));
        Assert.Throws<InvalidDataException>(() => late.Engine.ImportBaselines(good.State));
    }

    [Fact]
    public void Hindsight_knows_from_the_first_call_what_the_whole_slice_teaches()
    {
        var calls = Traffic.Of(4, 3 * Calls);
        var first = new Detecting(lanes: 2).See(calls).End();
        var second = Hindsight(first, calls, lanes: 2);
        Assert.Equal(second.AsText(), Hindsight(first, calls, lanes: 1).AsText());
        Assert.DoesNotContain(second.Controls, entry => entry.Kind == ControlKind.Knowledge);
        Assert.All(second.Verdicts, verdict => Assert.Equal(second.Statistics.Knowledge, verdict.Versions.Knowledge));
        Assert.NotEqual(first.AsText(), second.AsText());
    }

    [Fact]
    public void What_was_learned_after_the_last_epoch_is_exported_too()
    {
        var seen = new Detecting().See(Some.Call()).End();
        Assert.Equal(0, seen.Statistics.Endpoints);
        var other = new Detecting(baselines: BaselineMode.Fixed);
        other.Engine.ImportBaselines(seen.Engine.ExportBaselines());
        Assert.Equal((2, "1"), (other.Statistics.Endpoints, other.Statistics.Knowledge));
    }

    [Fact]
    public void What_waits_in_a_checkpoint_is_exported_too()
    {
        var run = new SavedRun(new Detecting().See(Traffic.Of(1, 300)).End());
        var saved = new Detecting().See(Traffic.Of(1, 300)).End();
        run.Save(isWhole: true);
        Assert.Equal(saved.Engine.ExportBaselines().ToArray(), run.Seen.Engine.ExportBaselines().ToArray());
    }

    [Fact]
    public void A_recorded_run_is_restored_with_the_version_that_was_in_force()
    {
        var calls = Traffic.Of(6, Calls);
        var live = new Detecting().See(calls).End();
        var half = Stored(calls.Take(Calls / 2));
        var run = new SavedRun(Replay(half, live.Controls, 50, new Detecting(baselines: BaselineMode.Recorded))).Save(isWhole: true);
        var after = run.Restored(new Detecting(baselines: BaselineMode.Recorded)).Seen;
        Replay(Stored(calls), live.Controls.Where(entry => entry.Sequence > half.Count), 50, after).End();
        Assert.Equal(live.AsText(), after.AsText());
    }

    /// <summary>As the store keeps them: what endpoints became is told by what was recorded.</summary>
    private static List<EnrichedEvent> Stored(IEnumerable<EnrichedEvent> calls) => [.. calls.Select(call => call with { Moves = null })];

    private static Detecting Hindsight(Detecting first, IReadOnlyList<EnrichedEvent> calls, int lanes)
    {
        var second = new Detecting(lanes, baselines: BaselineMode.Fixed);
        second.Engine.ImportBaselines(first.Engine.ExportBaselines());
        return second.See(calls).End();
    }

    /// <summary>Goes on where it stands, each version before the call of its number.</summary>
    private static Detecting Replay(List<EnrichedEvent> calls, IEnumerable<ControlEntry> controls, int batch, Detecting again)
    {
        foreach (var entry in controls.Where(entry => entry.Sequence < calls.Count))
        {
            again.SeeInBatches(calls.Take((int)entry.Sequence).Skip(again.Placements.Count).ToList(), batch);
            again.Engine.Apply(entry);
        }

        return again.SeeInBatches(calls.Skip(again.Placements.Count).ToList(), batch);
    }

    private static Detecting Learned() => new Detecting().See(Some.Call(), Some.Call(atSeconds: 7201), Some.Call(atSeconds: 7202));

    private static string Describe(ControlEntry entry) =>
        $"{entry.Sequence} {entry.At:O} {entry.Version} {entry.IsWhole} {Convert.ToHexString(entry.State.Span)}";
}
