using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Engine.Detection.State;
using MessagePack;

namespace Engine.Detection.Sketches;

/// <summary>
/// Counts distinct hashed values: exact to <see cref="ExactLimit"/>, then a <see cref="HyperLogLog"/>.
/// Two values need no heap object, because most actors touch one or two objects of an endpoint.
/// </summary>
/// <remarks>A mutable struct: keep it in a field and call it there. A value of 0 is counted as 1.</remarks>
internal struct DistinctSet
{
    public const int ExactLimit = 256;

    /// <summary>The first two values while there is no table.</summary>
    private ulong _first, _second;

    /// <summary>Nothing, then a table with open addressing (ulong[]), then a <see cref="HyperLogLog"/>: never two, so one field.</summary>
    private object? _rest;
    private int _count;

    /// <summary>Distinct values: exact up to <see cref="ExactLimit"/>, an estimate beyond.</summary>
    public readonly int Count => _rest is HyperLogLog estimate ? Math.Max(ExactLimit, estimate.Count) : _count;

    public readonly bool IsExact => _rest is not HyperLogLog;

    /// <returns>True when the value is new. Beyond the exact range a new value may go unnoticed, never the reverse.</returns>
    public bool Add(ulong value)
    {
        value = value == 0 ? 1 : value;
        if (_rest is null)
            return AddInline(value);
        if (_rest is HyperLogLog estimate)
            return estimate.Add(value);
        var table = (ulong[])_rest;
        if (!AddToTable(table, value))
            return false;
        _count++;
        if (_count > ExactLimit)
            Spill(table);
        else if (_count * 4 > table.Length * 3)
            Grow(table);
        return true;
    }

    /// <summary>Whether the value was added; false beyond the exact range.</summary>
    public readonly bool Contains(ulong value)
    {
        value = value == 0 ? 1 : value;
        if (_rest is null)
            return value == _first || value == _second;
        return _rest is ulong[] table && table[SlotOf(table, value)] == value;
    }

    /// <summary>How many of its values another one has not; both are exact.</summary>
    public readonly int CountNotIn(in DistinctSet other)
    {
        var count = 0;
        foreach (var value in _rest is ulong[] table ? table : (ReadOnlySpan<ulong>)[_first, _second])
            count += value != 0 && !other.Contains(value) ? 1 : 0;
        return count;
    }

    /// <summary>Adds everything that another one counted.</summary>
    public void Absorb(in DistinctSet other)
    {
        if (other._rest is HyperLogLog)
        {
            var both = new HyperLogLog();
            AddTo(both);
            other.AddTo(both);
            _rest = both;
            return;
        }

        foreach (var value in other._rest is ulong[] table ? table : (ReadOnlySpan<ulong>)[other._first, other._second])
        {
            if (value != 0)
                Add(value);
        }
    }

    /// <summary>Adds everything counted here to an estimate.</summary>
    public readonly void AddTo(HyperLogLog estimate)
    {
        switch (_rest)
        {
            case HyperLogLog own:
                estimate.Merge(own);
                break;
            case ulong[] table:
                AddAll(table, estimate);
                break;
            default:
                AddAll([_first, _second], estimate);
                break;
        }
    }

    public static void Save(ref MessagePackWriter writer, in DistinctSet set)
    {
        if (set._rest is HyperLogLog estimate)
        {
            writer.WriteArrayHeader(1);
            HyperLogLog.Save(ref writer, estimate);
            return;
        }

        var length = set._count * sizeof(ulong);
        writer.WriteBinHeader(length);
        var block = writer.GetSpan(length)[..length];
        var at = 0;
        foreach (var value in set._rest is ulong[] table ? table : (ReadOnlySpan<ulong>)[set._first, set._second])
        {
            if (value == 0)
                continue;
            BinaryPrimitives.WriteUInt64LittleEndian(block[at..], value);
            at += sizeof(ulong);
        }

        // Equal sets are equal bytes, whatever came first.
        MemoryMarshal.Cast<byte, ulong>(block).Sort();
        writer.Advance(length);
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static DistinctSet Load(ref MessagePackReader reader)
    {
        var set = default(DistinctSet);
        if (reader.NextMessagePackType == MessagePackType.Array)
        {
            reader.ReadFields(1);
            set._rest = HyperLogLog.Load(ref reader);
            return set;
        }

        var values = reader.ReadBlock(sizeof(ulong), ExactLimit * sizeof(ulong));
        for (; !values.IsEmpty; values = values[sizeof(ulong)..])
            set.Add(BinaryPrimitives.ReadUInt64LittleEndian(values));
        return set;
    }

    private bool AddInline(ulong value)
    {
        if (value == _first || value == _second)
            return false;
        _count++;
        if (_first == 0)
        {
            _first = value;
        }
        else if (_second == 0)
        {
            _second = value;
        }
        else
        {
            var table = new ulong[8];
            AddToTable(table, _first);
            AddToTable(table, _second);
            AddToTable(table, value);
            _rest = table;
        }

        return true;
    }

    private static bool AddToTable(ulong[] table, ulong value)
    {
        ref var slot = ref table[SlotOf(table, value)];
        if (slot == value)
            return false;
        slot = value;
        return true;
    }

    /// <summary>Where the value is, or the empty slot where it would go.</summary>
    private static uint SlotOf(ulong[] table, ulong value)
    {
        var mask = (uint)table.Length - 1;
        var slot = (uint)(value >> 32) & mask;
        while (table[slot] != 0 && table[slot] != value)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow(ulong[] table)
    {
        var bigger = new ulong[table.Length * 2];
        foreach (var value in table)
        {
            if (value != 0)
                AddToTable(bigger, value);
        }

        _rest = bigger;
    }

    private void Spill(ulong[] table)
    {
        var estimate = new HyperLogLog();
        AddAll(table, estimate);
        _rest = estimate;
    }

    private static void AddAll(ReadOnlySpan<ulong> values, HyperLogLog estimate)
    {
        foreach (var value in values)
        {
            if (value != 0)
                estimate.Add(value);
        }
    }
}
