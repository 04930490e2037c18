using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Facts;

/// <summary>
/// Saves the fact step: an entry for each key, some for each second that waits, one for the clock. A key that is about to change before its
/// turn is written first, as it was.
/// </summary>
internal sealed class FactCheckpoint(FactStep step) : ICheckpointed
{
    private const byte ClockEntry = 0xFF;
    private const int MostSaved = 1 << 20;

    private readonly StateBuffer _early = new();
    private readonly Queue<FactState> _queue = [];
    private readonly WaitingFacts _waiting = new(step.Pending);

    /// <summary>What the checkpoint before saved of the clock and of what waits: without calls neither changes.</summary>
    private (long Clock, long Taken, long Late, long Dropped, int Waiting)? _saved;

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
        var now = (step.Clock, step.Pending.Taken, step.Pending.Late, step.Pending.Dropped, step.Pending.Count);
        if (!isWhole && now == _saved)
            return;
        _saved = now;
        SaveClock();
        _waiting.Begin();
    }

    public bool ContinueCheckpoint(Func<bool> isEnough, StateBuffer into)
    {
        into.Append(_early);
        _early.Clear();
        while (_queue.TryDequeue(out var state))
        {
            if (!state.IsToBeSaved)
                continue;
            Save(state, into);
            if (isEnough())
                return false;
        }

        return _waiting.Continue(isEnough, into);
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
        if (key.IsEmpty || (key[0] < WaitingFacts.Entry && key.Length != FactKey.Bytes))
            throw new InvalidDataException("no such key in the saved facts");
        if (key[0] == ClockEntry)
            RestoreClock(entry.Value ?? throw new InvalidDataException("the clock of the facts is gone"));
        else if (key[0] == WaitingFacts.Entry)
            _waiting.Restore(key, entry.Value);
        else
            RestoreKey(FactKey.Read(key), entry.Value);
        return true;
    }

    public void CompleteRestore() => _waiting.CompleteRestore();

    private void Save(FactState state, StateBuffer into)
    {
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
