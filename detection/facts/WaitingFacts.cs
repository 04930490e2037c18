using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Facts;

/// <summary>
/// The facts that wait for their second, as checkpoints hold them: in parts, because a flood lets many wait and a part at a time is no pause.
/// Each checkpoint writes all of them, since a second later they are gone.
/// </summary>
internal sealed class WaitingFacts(PendingFacts pending)
{
    /// <summary>First byte of an entry's key; the slot and the number of the part follow.</summary>
    public const byte Entry = 0xFE;

    private const int PartSize = 1024, KeyBytes = 4;

    private readonly Queue<Part> _due = [];

    /// <summary>Parts of each slot that the checkpoint before holds.</summary>
    private readonly int[] _written = new int[PendingFacts.Slots];

    private readonly SortedDictionary<(int Slot, int Number), List<Fact>> _restored = [];

    public void Begin()
    {
        _due.Clear();
        for (var slot = 0; slot < PendingFacts.Slots; slot++)
        {
            var facts = pending.Hold(slot);
            var parts = (facts.Count + PartSize - 1) / PartSize;
            for (var number = 0; number < Math.Max(parts, _written[slot]); number++)
                _due.Enqueue(new Part(slot, number, number < parts ? facts : null, facts.Count));
            _written[slot] = parts;
        }
    }

    public bool Continue(Func<bool> isEnough, StateBuffer into)
    {
        while (_due.TryDequeue(out var part))
        {
            Write(part, into);
            if (isEnough() && _due.Count > 0)
                return false;
        }

        for (var slot = 0; slot < PendingFacts.Slots; slot++)
            pending.LetGo(slot);
        return true;
    }

    /// <exception cref="InvalidDataException">It is no entry of waiting facts.</exception>
    public void Restore(ReadOnlySpan<byte> key, ReadOnlyMemory<byte>? value)
    {
        if (key.Length != KeyBytes || key[1] >= PendingFacts.Slots)
            throw new InvalidDataException("no such key in the waiting facts");
        var part = ((int)key[1], (int)BinaryPrimitives.ReadUInt16BigEndian(key[2..]));
        _restored.Remove(part);
        if (value is { } bytes)
            _restored.Add(part, Read(bytes));
    }

    public void CompleteRestore()
    {
        foreach (var ((slot, _), facts) in _restored)
        {
            pending.Restore(slot, facts);
            _written[slot]++;
        }

        _restored.Clear();
    }

    private static void Write(Part part, StateBuffer into)
    {
        Span<byte> key = [Entry, (byte)part.Slot, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(key[2..], (ushort)part.Number);
        if (part.Facts is null)
            into.Remove(StateSection.Facts, key);
        else
            into.Put(StateSection.Facts, key, part, Save);
    }

    private static void Save(ref MessagePackWriter writer, Part part)
    {
        var from = part.Number * PartSize;
        var facts = CollectionsMarshal.AsSpan(part.Facts)[from..Math.Min(part.Count, from + PartSize)];
        writer.WriteArrayHeader(facts.Length);
        foreach (ref readonly var fact in facts)
            SavedFact.Write(ref writer, fact);
    }

    private static List<Fact> Read(ReadOnlyMemory<byte> value)
    {
        var reader = new MessagePackReader(value);
        var facts = new List<Fact>();
        for (var left = reader.ReadCount(PartSize); left > 0; left--)
            facts.Add(SavedFact.Read(ref reader));
        return facts;
    }

    /// <param name="Slot">Of the second.</param>
    /// <param name="Number">From 0.</param>
    /// <param name="Facts">All of the second; null: the part is gone.</param>
    /// <param name="Count">How many waited at the point; later ones come behind.</param>
    private readonly record struct Part(int Slot, int Number, List<Fact>? Facts, int Count);
}
