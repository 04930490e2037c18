using Engine.Detection;
using Engine.Schemas;

namespace Engine.Tests.Detection;

/// <summary>A run that takes checkpoints while calls go on, and what a process that takes over from one finds.</summary>
internal sealed class SavedRun(Detecting seen)
{
    private readonly StateBuffer _writing = new();
    private readonly List<Saved> _chain = [];
    private Saved? _open;

    public Detecting Seen => seen;

    /// <summary>Complete checkpoints since the start.</summary>
    public IReadOnlyList<Saved> Chain => _chain;

    /// <summary>Calls seen at the last complete checkpoint.</summary>
    public int Position => _chain[^1].Position;

    public bool IsSaving => _open is not null;

    public SavedRun See(IEnumerable<EnrichedEvent> calls)
    {
        seen.See(calls);
        return this;
    }

    public SavedRun Begin(bool isWhole)
    {
        seen.Engine.BeginCheckpoint(isWhole);
        // What was concluded before the barrier was delivered; the rest will be concluded again.
        _open = new Saved(isWhole || _chain.Count == 0, seen.Placements.Count, new Detecting().After(seen), []);
        return this;
    }

    /// <returns>True: it is complete.</returns>
    public bool Continue(int mostEntries)
    {
        var isComplete = seen.Engine.ContinueCheckpoint(Portion.Of(mostEntries), _writing);
        if (isComplete)
        {
            _chain.Add(_open! with { Entries = _writing.Written.ToArray() });
            _open = null;
            _writing.Clear();
        }

        return isComplete;
    }

    /// <summary>A checkpoint with nothing between.</summary>
    public SavedRun Save(bool isWhole, int mostEntries = 100)
    {
        Begin(isWhole);
        while (!Continue(mostEntries))
        {
        }

        return this;
    }

    /// <summary>A new process, from the last complete checkpoint.</summary>
    /// <param name="fresh">The new process; may have other lanes.</param>
    /// <param name="fromStart">True: from the first checkpoint ever. False: from the last whole one.</param>
    public SavedRun Restored(Detecting fresh, bool fromStart = false)
    {
        var needed = fromStart ? 0 : _chain.FindLastIndex(saved => saved.IsWhole);
        foreach (var saved in _chain.Skip(needed))
            Restore(fresh.Engine, saved.Entries);
        fresh.Engine.CompleteRestore();
        var next = new SavedRun(fresh.After(_chain[^1].Concluded));
        next._chain.AddRange(_chain);
        return next;
    }

    public static void Restore(DetectionEngine engine, ReadOnlyMemory<byte> entries)
    {
        while (StateBuffer.TryRead(ref entries, out var entry))
            Assert.True(engine.Restore(entry), entry.Section.ToString());
    }

    public sealed record Saved(bool IsWhole, int Position, Detecting Concluded, byte[] Entries);
}
