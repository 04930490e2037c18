using System.Numerics;

namespace Engine.Detection.Sketches;

/// <summary>
/// Counts distinct hashed values: exact to <see cref="ExactLimit"/>, then a HyperLogLog of 1,024 registers (standard error 3.25 %).
/// Two values need no heap object, because most actors touch one or two objects of an endpoint.
/// </summary>
/// <remarks>A mutable struct: keep it in a field and call it there. A value of 0 is counted as 1.</remarks>
internal struct DistinctSet
{
    public const int ExactLimit = 256;
    private const int IndexBits = 10;
    private const int Registers = 1 << IndexBits;

    private ulong _first, _second;
    private ulong[]? _table;
    private byte[]? _registers;
    private int _count;

    /// <summary>Distinct values: exact up to <see cref="ExactLimit"/>, an estimate beyond.</summary>
    public readonly int Count => _registers is null ? _count : Math.Max(ExactLimit, Estimate(_registers));

    public readonly bool IsExact => _registers is null;

    /// <returns>True when the value is new. Beyond the exact range a value seen before may be reported as new no more, never the reverse for the count.</returns>
    public bool Add(ulong value)
    {
        value = value == 0 ? 1 : value;
        if (_registers is not null)
            return AddToRegisters(_registers, value);
        if (_table is null)
            return AddInline(value);
        if (!AddToTable(_table, value))
            return false;
        _count++;
        if (_count > ExactLimit)
            Spill();
        else if (_count * 2 > _table.Length)
            Grow(_table.Length * 2);
        return true;
    }

    public readonly bool Contains(ulong value)
    {
        value = value == 0 ? 1 : value;
        if (_table is null)
            return _registers is null && (value == _first || value == _second);
        var mask = (uint)_table.Length - 1;
        for (var slot = (uint)(value >> 32) & mask; _table[slot] != 0; slot = (slot + 1) & mask)
        {
            if (_table[slot] == value)
                return true;
        }

        return false;
    }

    public void Clear() => this = default;

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
            _table = new ulong[8];
            AddToTable(_table, _first);
            AddToTable(_table, _second);
            AddToTable(_table, value);
        }

        return true;
    }

    private static bool AddToTable(ulong[] table, ulong value)
    {
        var mask = (uint)table.Length - 1;
        var slot = (uint)(value >> 32) & mask;
        for (; table[slot] != 0; slot = (slot + 1) & mask)
        {
            if (table[slot] == value)
                return false;
        }

        table[slot] = value;
        return true;
    }

    private void Grow(int length)
    {
        var bigger = new ulong[length];
        foreach (var value in _table!)
        {
            if (value != 0)
                AddToTable(bigger, value);
        }

        _table = bigger;
    }

    private void Spill()
    {
        _registers = new byte[Registers];
        foreach (var value in _table!)
        {
            if (value != 0)
                AddToRegisters(_registers, value);
        }

        _table = null;
    }

    private static bool AddToRegisters(byte[] registers, ulong value)
    {
        var index = (int)(value >> (64 - IndexBits));
        var rank = (byte)(BitOperations.LeadingZeroCount((value << IndexBits) | (1UL << (IndexBits - 1))) + 1);
        if (rank <= registers[index])
            return false;
        registers[index] = rank;
        return true;
    }

    // Flajolet et al. 2007, with linear counting for the low range.
    private static int Estimate(byte[] registers)
    {
        var sum = 0.0;
        var empty = 0;
        foreach (var rank in registers)
        {
            sum += 1.0 / (1UL << rank);
            if (rank == 0)
                empty++;
        }

        const double alpha = 0.7213 / (1 + (1.079 / Registers));
        var raw = alpha * Registers * Registers / sum;
        return raw <= 2.5 * Registers && empty > 0
            ? (int)Math.Round(Registers * Math.Log((double)Registers / empty))
            : (int)Math.Round(raw);
    }
}
