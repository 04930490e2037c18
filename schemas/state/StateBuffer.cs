using System.Buffers;
using System.Buffers.Binary;
using MessagePack;

namespace Engine.Schemas;

/// <summary>
/// Entries of a checkpoint on their way to the disk: section, key, value, each with its length. For one thread; what several threads
/// wrote is put together with <see cref="Append"/>.
/// </summary>
public sealed class StateBuffer
{
    private const int Gone = -1;

    private readonly ArrayBufferWriter<byte> _entries = new(4096);
    private readonly ArrayBufferWriter<byte> _value = new(1024);

    public ReadOnlyMemory<byte> Written => _entries.WrittenMemory;
    public int Length => _entries.WrittenCount;

    /// <summary>Entries put and removed since the last <see cref="Clear"/>.</summary>
    public long Count { get; private set; }

    /// <param name="section">Whose it is.</param>
    /// <param name="key">At most 64 KiB.</param>
    /// <param name="state">What is saved, now.</param>
    /// <param name="save">Writes it; keep it static, it runs once for each actor.</param>
    public void Put<T>(StateSection section, ReadOnlySpan<byte> key, T state, SaveState<T> save)
    {
        _value.ResetWrittenCount();
        var writer = new MessagePackWriter(_value);
        save(ref writer, state);
        writer.Flush();
        Put(section, key, _value.WrittenSpan);
    }

    /// <summary>Puts an entry whose value is bytes already.</summary>
    public void Put(StateSection section, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        WriteHead(section, key, value.Length);
        _entries.Write(value);
    }

    /// <summary>The key is gone.</summary>
    public void Remove(StateSection section, ReadOnlySpan<byte> key) => WriteHead(section, key, Gone);

    public void Append(StateBuffer other)
    {
        _entries.Write(other._entries.WrittenSpan);
        Count += other.Count;
    }

    public void Clear()
    {
        _entries.ResetWrittenCount();
        Count = 0;
    }

    /// <summary>Takes the next entry off the front of what a buffer wrote. False: nothing is left.</summary>
    /// <exception cref="InvalidDataException">The bytes were not written by a buffer.</exception>
    public static bool TryRead(ref ReadOnlyMemory<byte> bytes, out StateEntry entry)
    {
        entry = default;
        if (bytes.IsEmpty)
            return false;
        var span = bytes.Span;
        if (span.Length < HeadBytes)
            throw Torn();
        var keyLength = BinaryPrimitives.ReadUInt16LittleEndian(span[1..]);
        var valueLength = BinaryPrimitives.ReadInt32LittleEndian(span[3..]);
        if (valueLength < Gone || HeadBytes + keyLength + (long)Math.Max(0, valueLength) > span.Length)
            throw Torn();
        // A plain null would become an empty value: memory converts from a null array.
        ReadOnlyMemory<byte>? value = valueLength == Gone ? default(ReadOnlyMemory<byte>?) : bytes.Slice(HeadBytes + keyLength, valueLength);
        entry = new StateEntry((StateSection)span[0], bytes.Slice(HeadBytes, keyLength), value);
        bytes = bytes[(HeadBytes + keyLength + Math.Max(0, valueLength))..];
        return true;
    }

    private const int HeadBytes = 1 + sizeof(ushort) + sizeof(int);

    private void WriteHead(StateSection section, ReadOnlySpan<byte> key, int valueLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, ushort.MaxValue);
        var head = _entries.GetSpan(HeadBytes);
        head[0] = (byte)section;
        BinaryPrimitives.WriteUInt16LittleEndian(head[1..], (ushort)key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[3..], valueLength);
        _entries.Advance(HeadBytes);
        _entries.Write(key);
        Count++;
    }

    private static InvalidDataException Torn() => new("an entry of the checkpoint is cut off");
}
