using System.Globalization;
using System.Text.Json;
using CsCheck;
using Engine.Schemas;
using MessagePack;

namespace Engine.Tests.Detection;

/// <summary>A run that is interrupted anywhere and taken over from its last checkpoint concludes what an uninterrupted one concludes.</summary>
public sealed class CheckpointLawTests
{
    private const int Calls = 1000;
    private const long LittleMemory = 16L << 20;

    private static readonly Gen<int> Seed = Gen.Int[0, 1_000_000];
    private static readonly Gen<int> Lanes = Gen.Int[0, 2].Select(i => new[] { 1, 2, 8 }[i]);

    /// <summary>How a run is cut: calls in a batch, checkpoints, what is written between two batches, where it ends.</summary>
    private static readonly Gen<Cut> Cuts = Gen.Select(
        Gen.Int[1, 130], Gen.Int[1, 12], Gen.Int[1, 60], Gen.Int[0, 4], Lanes, Gen.Int[150, Calls], Gen.Bool,
        (batch, pause, entries, deltas, lanes, stop, fromStart) => new Cut(batch, pause, entries, deltas, lanes, stop, fromStart));

    [Fact]
    public void Restored_at_any_checkpoint_nothing_differs() => Gen.Select(Seed, Cuts, Cuts, Lanes).Sample((seed, first, second, last) =>
    {
        var calls = Traffic.Of(seed, Calls);
        var run = new SavedRun(new Detecting(first.Lanes));
        foreach (var cut in (Cut[])[first, second])
        {
            Go(run, calls, cut);
            if (run.Chain.Count > 0)
                run = run.Restored(new Detecting(cut == first ? second.Lanes : last), cut.FromStart);
        }

        run.See(calls.Skip(run.Seen.Placements.Count)).Seen.End();
        Assert.Equal(Uninterrupted(calls), All(run.Seen));
    }, iter: 60);

    [Fact]
    public void Taking_checkpoints_changes_nothing() => Gen.Select(Seed, Cuts).Sample((seed, cut) =>
    {
        var calls = Traffic.Of(seed, Calls);
        var run = new SavedRun(new Detecting(cut.Lanes));
        Go(run, calls, cut with { Stop = Calls });
        Assert.Equal(Uninterrupted(calls), All(run.Seen.End()));
    }, iter: 15);

    /// <summary>Memory for a few actors of each shard only, and strangers who crowd into some shards.</summary>
    [Fact]
    public void A_chain_of_checkpoints_holds_what_was_there_and_nothing_that_was_forgotten() => Gen.Select(Seed, Cuts).Sample((seed, cut) =>
    {
        var calls = Crowded(seed);
        var run = new SavedRun(new Detecting(cut.Lanes, LittleMemory));
        Go(run, calls, cut);
        if (run.Chain.Count == 0)
            return;
        var restored = run.Restored(new Detecting(memoryBytes: LittleMemory), cut.FromStart);
        var uninterrupted = new SavedRun(new Detecting(memoryBytes: LittleMemory)).See(calls.Take(run.Position));
        AssertSame(Contents(uninterrupted), Contents(restored));
        Assert.Equal(uninterrupted.Seen.Engine.ExportBaselines().ToArray(), restored.Seen.Engine.ExportBaselines().ToArray());
        Assert.Equal(uninterrupted.Seen.Statistics, restored.Seen.Statistics);
    }, iter: 40);

    [Fact]
    public void The_crowd_of_the_law_is_forgotten_and_comes_back()
    {
        var seen = new Detecting(memoryBytes: LittleMemory).See(Crowded(1));
        Assert.True(seen.Statistics is { Forgotten: > 50, IsExact: false });
        Assert.Contains(seen.Sessions.CountBy(session => session.Actor).Select(count => count.Value), count => count > 1);
    }

    [Fact]
    public void A_smaller_budget_of_memory_forgets_on_restoring()
    {
        var run = new SavedRun(new Detecting()).See(Crowded(1)).Save(isWhole: true);
        var restored = run.Restored(new Detecting(memoryBytes: LittleMemory)).Seen;
        Assert.True(restored.Statistics is { Forgotten: > 0, IsExact: false });
        Assert.Equal(run.Seen.Statistics.Actors, restored.Statistics.Actors + restored.Statistics.Forgotten);
    }

    [Fact]
    public void A_checkpoint_after_an_abandoned_one_must_be_whole()
    {
        var run = new SavedRun(new Detecting()).See(Traffic.Of(1, Calls)).Save(isWhole: true).See(Traffic.Of(2, Calls)).Begin(isWhole: false);
        Assert.Throws<InvalidOperationException>(() => run.Begin(isWhole: false));
        var restored = run.Begin(isWhole: true).See(Traffic.Of(3, 10)).Save(isWhole: true).Restored(new Detecting());
        AssertSame(Contents(run), Contents(restored));
    }

    [Fact]
    public void An_epoch_that_ends_with_the_first_call_after_restoring_brings_its_lessons_into_force()
    {
        List<EnrichedEvent> calls = [Some.Call(), Some.Call(atSeconds: 7201), Some.Call(atSeconds: 7600), Some.Call(atSeconds: 14_401)];
        for (var at = 1; at < calls.Count; at++)
        {
            var run = new SavedRun(new Detecting()).See(calls.Take(at)).Save(isWhole: true).Restored(new Detecting());
            Assert.Equal(Uninterrupted(calls), All(run.See(calls.Skip(at)).Seen.End()));
        }
    }

    [Fact]
    public void Those_who_fell_silent_at_one_moment_end_their_sessions_in_one_order()
    {
        var crowd = Enumerable.Range(0, int.MaxValue).Select(i => Some.User("u" + i)).Where(user => user.Shard == 1).Take(40).ToList();
        List<EnrichedEvent> calls = [.. crowd.Select(user => Some.Call(user)), .. crowd.Select(user => Some.Call(user, atSeconds: 60)), Some.Call(crowd[0], atSeconds: 9000)];
        var run = new SavedRun(new Detecting()).See(calls.Take(70)).Save(isWhole: true).Restored(new Detecting());
        Assert.Equal(Uninterrupted(calls), All(run.See(calls.Skip(70)).Seen.End()));
    }

    [Fact]
    public void Nothing_changed_is_next_to_nothing_written()
    {
        var run = new SavedRun(new Detecting()).See(Traffic.Of(1, Calls)).Save(isWhole: true).Save(isWhole: false);
        Assert.InRange(run.Chain[1].Entries.Length, 1, 100);
    }

    [Fact]
    public void The_traffic_of_the_law_has_open_sessions_windows_verdicts_and_lessons_at_its_checkpoints()
    {
        var calls = Traffic.Of(1, Calls);
        var run = new SavedRun(new Detecting()).See(calls.Take(700)).Save(isWhole: true);
        var sections = Sections(run.Chain[0].Entries);
        Assert.Superset(
            new HashSet<StateSection>
            {
                StateSection.Detection, StateSection.Shards, StateSection.Actors, StateSection.Baselines, StateSection.MissedPaths, StateSection.Learning,
            },
            sections);
        Assert.Contains(run.Seen.Verdicts, verdict => verdict.Revision > 1);
        Assert.Contains(run.Seen.Sessions, session => session.EndedBy == SessionEnd.Gap);
        Assert.True(run.Seen.Controls.Count > 3);
    }

    private static void Go(SavedRun run, IReadOnlyList<EnrichedEvent> calls, Cut cut)
    {
        var (batches, begun) = (0, 0);
        while (run.Seen.Placements.Count < cut.Stop)
        {
            run.See(calls.Skip(run.Seen.Placements.Count).Take(cut.Batch));
            if (run.IsSaving)
                run.Continue(cut.Entries);
            else if (++batches % cut.Pause == 0)
                run.Begin(isWhole: begun++ % (cut.Deltas + 1) == 0);
        }
    }

    private static List<EnrichedEvent> Crowded(int seed)
    {
        var random = new Random(seed);
        var crowd = Enumerable.Range(0, int.MaxValue).Select(i => Some.Stranger("10.0.0." + i.ToString(CultureInfo.InvariantCulture)))
            .Where(stranger => stranger.Shard < 64).Take(600).ToList();
        return [.. Traffic.Of(seed, Calls).Select(call => random.Next(2) == 0 ? call with { Actor = crowd[random.Next(crowd.Count)] } : call)];
    }

    /// <summary>Everything but what waits to be learned, which may be cut into other parts.</summary>
    private static SortedDictionary<string, string> Contents(SavedRun run)
    {
        var contents = new SortedDictionary<string, string>(StringComparer.Ordinal);
        ReadOnlyMemory<byte> entries = run.Save(isWhole: true).Chain[^1].Entries;
        while (StateBuffer.TryRead(ref entries, out var entry))
        {
            if (entry is { Value: { } value, Section: not StateSection.Learning })
                contents.Add($"{entry.Section} {Convert.ToHexString(entry.Key.Span)}", IsWaiting(entry) ? InOneOrder(value) : Convert.ToHexString(value.Span));
        }

        return contents;
    }

    /// <summary>Facts of one second wait in the order in which lanes and batches bring them, and are sorted when their second is judged.</summary>
    private static bool IsWaiting(in StateEntry entry) => entry.Section == StateSection.Facts && entry.Key.Span is [0xFE, ..];

    private static string InOneOrder(ReadOnlyMemory<byte> values)
    {
        var reader = new MessagePackReader(values);
        var items = new string[reader.ReadArrayHeader()];
        for (var i = 0; i < items.Length; i++)
        {
            var start = (int)reader.Consumed;
            reader.Skip();
            items[i] = Convert.ToHexString(values.Span[start..(int)reader.Consumed]);
        }

        return string.Join(' ', items.Order(StringComparer.Ordinal));
    }

    private static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, entry => Assert.Equal(entry.Value, actual[entry.Key]));
    }

    private static string Uninterrupted(IReadOnlyList<EnrichedEvent> calls) => All(new Detecting().See(calls).End());

    private static string All(Detecting seen) => seen.AsText() + JsonSerializer.Serialize(seen.Controls);

    private static HashSet<StateSection> Sections(ReadOnlyMemory<byte> entries)
    {
        var sections = new HashSet<StateSection>();
        while (StateBuffer.TryRead(ref entries, out var entry))
            sections.Add(entry.Section);
        return sections;
    }

    private sealed record Cut(int Batch, int Pause, int Entries, int Deltas, int Lanes, int Stop, bool FromStart);
}
