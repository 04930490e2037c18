using System.Text.Json;
using CsCheck;
using Engine.Detection.Facts;
using Engine.Schemas;

namespace Engine.Tests.Detection.Facts;

/// <summary>A checkpoint at any place, restored, goes on as if nothing had happened.</summary>
public sealed class FactCheckpointTests
{
    private const int Count = 900;

    [Fact]
    public void The_stream_leads_to_signals() => Assert.NotEmpty(Signals(SomeFacts.NewStep(), SomeFacts.Stream(1, Count), 0, Count));

    [Fact]
    public void Restored_anywhere_it_says_what_it_would_have_said() => Gen.Select(Gen.Int[0, 1000], Gen.Int[0, Count], Gen.Int[1, 5]).Sample((seed, at, portion) =>
    {
        var stream = SomeFacts.Stream(seed, Count);
        var (whole, until) = (SomeFacts.NewStep(), SomeFacts.NewStep());
        Signals(whole, stream, 0, at);
        Signals(until, stream, 0, at);
        var saved = Save(until, isWhole: true, portion);
        Assert.Equal(Signals(whole, stream, at, Count), Signals(Restored(saved), stream, at, Count));
    }, iter: 40);

    [Fact]
    public void Changes_since_a_checkpoint_are_enough_on_top_of_it() => Gen.Select(Gen.Int[0, 1000], Gen.Int[0, Count], Gen.Int[0, Count]).Sample((seed, one, other) =>
    {
        var stream = SomeFacts.Stream(seed, Count);
        var (first, second) = (Math.Min(one, other), Math.Max(one, other));
        var (whole, until) = (SomeFacts.NewStep(), SomeFacts.NewStep());
        Signals(whole, stream, 0, second);
        Signals(until, stream, 0, first);
        var entries = Save(until, isWhole: true, portion: 2);
        Signals(until, stream, first, second);
        entries = [.. entries, .. Save(until, isWhole: false, portion: 2)];
        Assert.Equal(Signals(whole, stream, second, Count), Signals(Restored(entries), stream, second, Count));
    }, iter: 40);

    [Fact]
    public void What_changes_while_it_is_written_is_written_as_it_was() => Gen.Select(Gen.Int[0, 1000], Gen.Int[0, Count - 100]).Sample((seed, at) =>
    {
        var stream = SomeFacts.Stream(seed, Count);
        var (whole, busy) = (SomeFacts.NewStep(), SomeFacts.NewStep());
        Signals(whole, stream, 0, at);
        Signals(busy, stream, 0, at);
        var buffer = new StateBuffer();
        busy.Saved.BeginCheckpoint(isWhole: true);
        Signals(busy, stream, at, at + 100);
        while (!busy.Saved.ContinueCheckpoint(Portion.Of(1), buffer))
            Signals(busy, stream, at + 100, Math.Min(Count, at + 101));
        Assert.Equal(Signals(whole, stream, at, Count), Signals(Restored(buffer.Written.ToArray()), stream, at, Count));
    }, iter: 40);

    [Fact]
    public void What_a_detector_of_another_build_remembered_is_passed_over()
    {
        var step = SomeFacts.NewStep();
        Signals(step, SomeFacts.Stream(2, Count), 0, 600);
        var saved = Save(step, isWhole: true, portion: 5);
        var other = new FactStep([], new Engine.Detection.Baselines.BaselineTable());
        ReadOnlyMemory<byte> left = saved;
        while (StateBuffer.TryRead(ref left, out var entry))
            Assert.True(other.Saved.Restore(entry));
        Assert.Equal(step.Table.Count, other.Table.Count);
        Assert.All(other.Table.States, state => Assert.Equal(1, state.Size));
    }

    [Fact]
    public void Entries_of_others_are_left_alone_and_broken_ones_refused()
    {
        var step = SomeFacts.NewStep();
        Assert.False(step.Saved.Restore(new StateEntry(StateSection.Actors, new byte[] { 1 }, null)));
        Assert.Throws<InvalidDataException>(() => step.Saved.Restore(new StateEntry(StateSection.Facts, new byte[] { 1 }, null)));
        Assert.Throws<InvalidDataException>(() => step.Saved.Restore(new StateEntry(StateSection.Facts, new byte[] { 0xFE, 200 }, null)));
    }

    private static byte[] Save(FactStep step, bool isWhole, int portion)
    {
        var buffer = new StateBuffer();
        step.Saved.BeginCheckpoint(isWhole);
        while (!step.Saved.ContinueCheckpoint(Portion.Of(portion), buffer))
        {
        }

        return buffer.Written.ToArray();
    }

    private static FactStep Restored(byte[] entries)
    {
        var step = SomeFacts.NewStep();
        ReadOnlyMemory<byte> left = entries;
        while (StateBuffer.TryRead(ref left, out var entry))
            Assert.True(step.Saved.Restore(entry));
        step.Saved.CompleteRestore();
        return step;
    }

    private static List<string> Signals(FactStep step, IReadOnlyList<(Fact Fact, long Tick)> stream, int from, int to)
    {
        var said = new List<string>();
        for (var i = from; i < to; i++)
        {
            if (step.IsDue(stream[i].Tick))
                said.AddRange(step.Judge(stream[i].Tick).Select(signal => JsonSerializer.Serialize(signal)));
            step.Take([stream[i].Fact]);
        }

        if (to == stream.Count)
            said.AddRange(step.JudgeRest().Select(signal => JsonSerializer.Serialize(signal)));
        return said;
    }
}
