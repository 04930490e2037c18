using System.Buffers.Binary;
using Engine.Detection.Endpoints;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Baselines;

/// <summary>
/// The baselines in force and what waits to come into force, as checkpoints hold them. What was learned up to a checkpoint is set aside and
/// never changes again, so it is written once and later; if it is to come into force before that, it is written first.
/// </summary>
/// <param name="successors">What endpoints have become: what was learned under an earlier name comes into force under the one of today.</param>
internal sealed class KnowledgeCheckpoint(EndpointSuccessors successors)
{
    /// <summary>Baselines, or paths, of one entry of what was learned: small, so that writing it is no pause.</summary>
    private const int PartSize = 32;

    private readonly StateBuffer _written = new();
    private readonly SortedDictionary<long, BaselinePartial> _restored = [];

    /// <summary>Learned before a checkpoint, in force at the end of the epoch.</summary>
    private readonly List<BaselinePartial> _waiting = [];

    /// <summary>Numbers under which checkpoints hold it, and those that the next one must remove.</summary>
    private List<long> _held = [], _gone = [];

    /// <summary>Since the last checkpoint; null while nobody takes any.</summary>
    private TableChanges? _changes;
    private IEnumerator<bool>? _due;
    private long _nextNumber;

    public BaselineTable Table { get; } = new();

    /// <returns>What changed; null where nothing was learned.</returns>
    public TableChanges? Absorb(IReadOnlyList<BaselinePartial> learned)
    {
        List<BaselinePartial> all = [.. _waiting, .. learned.Where(partial => !partial.IsEmpty)];
        if (all.Count == 0)
            return null;
        WriteDue();
        var changes = Table.Absorb(all, successors);
        _changes?.Add(changes);
        _waiting.Clear();
        _gone.AddRange(_held);
        _held.Clear();
        return changes;
    }

    public void Follow()
    {
        WriteDue();
        var changes = Table.Follow(successors);
        _changes?.Add(changes);
    }

    /// <exception cref="InvalidDataException">The entries are not those of a table.</exception>
    public void Replace(ReadOnlyMemory<byte> entries, long number, bool isWhole)
    {
        WriteDue();
        var changes = isWhole ? Table.Clear() : new TableChanges();
        while (StateBuffer.TryRead(ref entries, out var entry))
            Read(entry, changes);

        Table.Number = number;
        _changes?.Add(changes);
    }

    public void Begin(bool isWhole, IReadOnlyList<BaselinePartial> learned)
    {
        var fresh = learned.Where(partial => !partial.IsEmpty).ToList();
        _waiting.AddRange(fresh);
        if (isWhole)
        {
            _gone.AddRange(_held);
            _held.Clear();
        }

        _due = Write(_gone, isWhole ? [.. _waiting] : fresh, _changes, isWhole).GetEnumerator();
        _gone = [];
        _changes = new TableChanges();
    }

    public bool Continue(Func<bool> isEnough, StateBuffer into)
    {
        bool isMore;
        do
            isMore = _due?.MoveNext() ?? false;
        while (isMore && !isEnough());
        into.Append(_written);
        _written.Clear();
        return !isMore;
    }

    public bool Restore(in StateEntry entry)
    {
        if (entry.Section != StateSection.Learning)
            return BaselineEntries.Read(entry, Table, new TableChanges());
        if (entry.Key.Length != sizeof(long))
            throw new InvalidDataException("what was learned has no number");
        var number = BinaryPrimitives.ReadInt64BigEndian(entry.Key.Span);
        _restored.Remove(number);
        if (entry.Value is { } value)
        {
            var reader = new MessagePackReader(value);
            _restored.Add(number, BaselinePartial.Load(ref reader));
        }

        return true;
    }

    public void CompleteRestore()
    {
        _waiting.AddRange(_restored.Values);
        _held.AddRange(_restored.Keys);
        _nextNumber = _restored.Count == 0 ? 0 : _restored.Keys.Max() + 1;
        _restored.Clear();
        _changes = new TableChanges();
    }

    private void Read(in StateEntry entry, TableChanges changes)
    {
        try
        {
            if (!BaselineEntries.Read(entry, Table, changes))
                throw new InvalidDataException($"section {entry.Section} is no part of baselines");
        }
        catch (Exception unreadable) when (SavedValues.IsUnreadable(unreadable))
        {
            throw SavedValues.Unreadable(entry.Section, unreadable);
        }
    }

    /// <summary>It is about to change: what the checkpoint has still to write is written as it is.</summary>
    private void WriteDue()
    {
        while (_due?.MoveNext() == true)
        {
        }
    }

    /// <summary>An entry at each step.</summary>
    private IEnumerable<bool> Write(List<long> gone, List<BaselinePartial> learned, TableChanges? changes, bool isWhole)
    {
        foreach (var number in gone)
        {
            _written.Remove(StateSection.Learning, KeyOf(number));
            yield return true;
        }

        foreach (var part in learned.SelectMany(partial => partial.Split(PartSize)))
        {
            _held.Add(_nextNumber);
            _written.Put(StateSection.Learning, KeyOf(_nextNumber++), part, BaselinePartial.Save);
            yield return true;
        }

        // A whole one says what is gone, too: it may be read behind those before it.
        IEnumerable<BaselineKey> changed = changes?.Baselines ?? [];
        foreach (var key in isWhole ? Table.Keys.Concat(changed.Where(key => Table.Find(key) is null)) : changed)
        {
            BaselineEntries.Write(_written, Table, key);
            yield return true;
        }

        foreach (var path in isWhole ? Table.MissedPaths : changes?.MissedPaths ?? Enumerable.Empty<ulong>())
        {
            BaselineEntries.Write(_written, Table, path);
            yield return true;
        }
    }

    private static byte[] KeyOf(long number)
    {
        var key = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(key, number);
        return key;
    }
}
