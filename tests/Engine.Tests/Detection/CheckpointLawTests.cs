using System.Text.Json;
using CsCheck;
using Engine.Schemas;

namespace Engine.Tests.Detection;

/// <summary>A run that is interrupted anywhere and taken over from its last checkpoint concludes what an uninterrupted one concludes.</summary>
public sealed class CheckpointLawTests
{
    private const int Calls = 1000;

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
