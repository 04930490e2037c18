using Engine.App.Checkpoints;
using Engine.Detection;
using Engine.Enrichment;
using Engine.Ingest.Sources;
using Engine.Ingest.Time;
using Engine.Schemas;
using Engine.Sinks.Delivery;
using MessagePack;

namespace Engine.App.Runs;

/// <summary>Everything that a run knows and a checkpoint holds, put together and taken apart again.</summary>
internal sealed class EngineState(LogicalClock clock, Enricher enricher, DetectionEngine detection, RunCounters counters)
{
    public LogicalClock Clock { get; } = clock;
    public Enricher Enricher { get; } = enricher;
    public DetectionEngine Detection { get; } = detection;
    public RunCounters Counters { get; } = counters;
    public TakenPositions Taken { get; } = new();

    /// <summary>What is small enough to be written at the barrier itself; rooms and sinks write the rest.</summary>
    public void Save(StateBuffer into)
    {
        into.Put(StateSection.Positions, [], Taken.Positions, InputPositions.Save);
        into.Put(StateSection.Run, "input"u8, this, static (ref MessagePackWriter writer, EngineState state) =>
        {
            state.Counters.SaveInput(ref writer);
        });
        Clock.Save(into);
    }

    /// <summary>Takes over one entry of a checkpoint; what no room knows is passed over.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="sinks">Those that remember their place.</param>
    public void Restore(in StateEntry entry, IReadOnlyList<ICheckpointedSink> sinks)
    {
        var value = entry.Value ?? ReadOnlyMemory<byte>.Empty;
        switch (entry.Section)
        {
            case StateSection.Positions:
                var reader = new MessagePackReader(value);
                Taken.Restore(InputPositions.Load(ref reader));
                break;
            case StateSection.Run:
                RestoreRun(entry.Key.Span.SequenceEqual("input"u8), value);
                break;
            case StateSection.Clock:
                Clock.Restore(entry);
                break;
            case StateSection.Sinks:
                RestoreSink(entry, sinks);
                break;
            default:
                _ = Enricher.Restore(entry) || Detection.Restore(entry);
                break;
        }
    }

    public void CompleteRestore(IReadOnlyList<ICheckpointedSink> sinks)
    {
        foreach (var sink in sinks)
            sink.CompleteRestore();
        Enricher.CompleteRestore();
        Detection.CompleteRestore();
    }

    /// <summary>Begins where what is read back begins; sinks go on where the lost run came to.</summary>
    public void Restore(LostRun lost, IReadOnlyList<ICheckpointedSink> sinks)
    {
        Taken.Restore(lost.Range?.From ?? InputPositions.None);
        Detection.BeginAt(lost.Begin?.Sequence ?? 0);
        var places = lost.Places;
        while (StateBuffer.TryRead(ref places, out var entry))
            RestoreSink(entry, sinks);
        foreach (var sink in sinks)
            sink.CompleteRestore();
    }

    private static void RestoreSink(in StateEntry entry, IReadOnlyList<ICheckpointedSink> sinks)
    {
        foreach (var sink in sinks)
        {
            if (sink.Restore(entry))
                return;
        }
    }

    private void RestoreRun(bool isInput, ReadOnlyMemory<byte> value)
    {
        var reader = new MessagePackReader(value);
        if (!isInput)
        {
            Counters.RestoreDetected(ref reader);
            return;
        }

        Counters.RestoreInput(ref reader);
    }
}
