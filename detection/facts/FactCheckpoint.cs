using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Facts;

/// <summary>
/// Saves the fact step: an entry for each key, one for each second that waits, one for the clock. A key that is about to change before its
/// turn is written first, as it was.
/// </summary>
internal sealed class FactCheckpoint(FactStep step) : ICheckpointed
{
    private const byte ClockEntry = 0xFF, SecondEntry = 0xFE;
    private const int MostSaved = 1 << 20;

    private readonly StateBuffer _early = new();
    private readonly Queue<FactState> _queue = [];

    /// <summary>What the checkpoint before saved of the clock and of what waits: without calls neither changes.</summary>
    private (long Clock, long Taken, long Late, long Dropped, int Waiting)? _saved;

    /// <summary>Which seconds the checkpoint before holds.</summary>
    private readonly bool[] _written = new bool[PendingFacts.Slots];

    public void BeginCheckpoint(bool isWhole)
    {
        _early.Clear();
        _queue.Clear();
        foreach (var state in step.Table.States)
        {
            if (!isWhole && !state.IsChanged)
                continue;
            (state.IsChanged, state.IsToBeSaved) = (false, true);
            _queue.Enqueue(state);
        }

        foreach (var key in step.Table.Gone)
            Remove(key);
        step.Table.Gone.Clear();
        var now = (step.Clock, step.Pending.Taken, step.Pending.Late, step.Pending.Dropped, step.Pending.Snapshot().Sum(second => second.Length));
        if (!isWhole && now == _saved)
            return;
        _saved = now;
        SaveClock();
        SavePending();
    }

    public bool ContinueCheckpoint(int mostEntries, StateBuffer into)
    {
        into.Append(_early);
        _early.Clear();
        while (mostEntries-- > 0 && _queue.TryDequeue(out var state))
            Save(state, into);
        return _queue.Count == 0;
    }

    /// <summary>The key changes now: what belongs to a running checkpoint is written before.</summary>
    public void BeforeChange(FactState state)
    {
        if (state.IsToBeSaved)
            Save(state, _early);
    }

    public bool Restore(in StateEntry entry)
    {
        if (entry.Section != StateSection.Facts)
            return false;
        var key = entry.Key.Span;
        if (key.IsEmpty || (key[0] < SecondEntry && key.Length != FactKey.Bytes) || (key[0] == SecondEntry && (key.Length != 2 || key[1] >= PendingFacts.Slots)))
            throw new InvalidDataException("no such key in the saved facts");
        if (key[0] == ClockEntry)
            RestoreClock(entry.Value ?? throw new InvalidDataException("the clock of the facts is gone"));
        else if (key[0] == SecondEntry)
            RestorePending(key[1], entry.Value);
        else
            RestoreKey(FactKey.Read(key), entry.Value);
        return true;
    }

    public void CompleteRestore()
    {
    }

    private void Save(FactState state, StateBuffer into)
    {
        if (!state.IsToBeSaved)
            return;
        state.IsToBeSaved = false;
        Span<byte> key = stackalloc byte[FactKey.Bytes];
        state.Key.WriteTo(key);
        into.Put(StateSection.Facts, key, (step, state), static (ref MessagePackWriter writer, (FactStep Step, FactState State) saved) =>
        {
            writer.WriteArrayHeader(3);
            writer.Write(saved.State.LastTicks);
            writer.Write(saved.State.Forgotten);
            writer.WriteArrayHeader(3 * saved.State.Parts.Count(part => part is not null));
            for (var i = 0; i < saved.State.Parts.Length; i++)
            {
                if (saved.State.Parts[i] is not { } part)
                    continue;
                writer.Write(saved.Step.Detectors[i].Info.Id);
                writer.Write(saved.Step.Detectors[i].Info.Version);
                saved.Step.Detectors[i].SaveGathered(ref writer, part);
            }
        });
    }

    private void Remove(FactKey gone)
    {
        Span<byte> key = stackalloc byte[FactKey.Bytes];
        gone.WriteTo(key);
        _early.Remove(StateSection.Facts, key);
    }

    private void SaveClock() => _early.Put(StateSection.Facts, [ClockEntry], step, static (ref MessagePackWriter writer, FactStep saved) =>
    {
        writer.WriteArrayHeader(6);
        writer.Write(saved.Clock);
        writer.Write(saved.Pending.Taken);
        writer.Write(saved.Pending.Late);
        writer.Write(saved.Pending.Dropped);
        writer.Write(saved.Table.Forgotten);
        writer.Write(saved.ForgottenInside);
    });

    // At the point itself: what waits is a few seconds of small values, and every batch changes it.
    private void SavePending()
    {
        var seconds = step.Pending.Snapshot();
        for (var slot = 0; slot < seconds.Length; slot++)
        {
            ReadOnlySpan<byte> key = [SecondEntry, (byte)slot];
            var wasWritten = _written[slot];
            _written[slot] = seconds[slot].Length > 0;
            if (!_written[slot] && wasWritten)
                _early.Remove(StateSection.Facts, key);
            else if (_written[slot])
                _early.Put(StateSection.Facts, key, seconds[slot], static (ref MessagePackWriter writer, Fact[] facts) =>
                {
                    writer.WriteArrayHeader(facts.Length);
                    foreach (ref readonly var fact in facts.AsSpan())
                        SavedFact.Write(ref writer, fact);
                });
        }
    }

    private void RestoreClock(ReadOnlyMemory<byte> value)
    {
        var reader = new MessagePackReader(value);
        if (reader.ReadArrayHeader() != 6)
            throw new InvalidDataException("not the clock of the facts");
        step.Clock = reader.ReadInt64();
        step.Pending.Restore(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        step.Table.Forgotten = reader.ReadInt64();
        step.ForgottenInside = reader.ReadInt64();
    }

    private void RestorePending(int slot, ReadOnlyMemory<byte>? value)
    {
        var facts = new List<Fact>();
        if (value is { } bytes)
        {
            var reader = new MessagePackReader(bytes);
            for (var left = reader.ReadCount(MostSaved); left > 0; left--)
                facts.Add(SavedFact.Read(ref reader));
        }

        _written[slot] = facts.Count > 0;
        step.Pending.Restore(slot, facts);
    }

    private void RestoreKey(FactKey key, ReadOnlyMemory<byte>? value)
    {
        if (value is not { } bytes)
        {
            step.Table.Remove(key);
            return;
        }

        var reader = new MessagePackReader(bytes);
        if (reader.ReadArrayHeader() != 3)
            throw new InvalidDataException("not the facts under a key");
        var state = new FactState(key, step.Detectors.Count) { LastTicks = reader.ReadInt64(), Forgotten = reader.ReadInt64(), Size = 1 };
        for (var left = reader.ReadCount(MostSaved) / 3; left > 0; left--)
        {
            var (id, version) = (reader.ReadString(), reader.ReadInt32());
            var at = step.Detectors.TakeWhile(detector => (detector.Info.Id, detector.Info.Version) != (id, version)).Count();
            if (at == step.Detectors.Count)
            {
                // A detector of another build: it begins again.
                reader.Skip();
                continue;
            }

            var part = step.Detectors[at].LoadGathered(ref reader);
            state.Parts[at] = part;
            state.Size += step.Detectors[at].SizeOf(part);
        }

        step.Table.Put(state);
    }
}
