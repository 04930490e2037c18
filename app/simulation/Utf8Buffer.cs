using System.Buffers.Text;
using System.Text;

namespace Engine.App.Simulation;

/// <summary>A growing piece of UTF-8 text: paths and log lines are written into one of these again and again.</summary>
internal sealed class Utf8Buffer(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public Utf8Buffer Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
        return this;
    }

    public Utf8Buffer Add(string text)
    {
        Length += Encoding.UTF8.GetBytes(text, Room(text.Length * 3));
        return this;
    }

    public Utf8Buffer Add(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out var written);
        Length += written;
        return this;
    }

    /// <summary>Sixteen lower-case hexadecimal digits.</summary>
    public Utf8Buffer AddHex(ulong number)
    {
        Utf8Formatter.TryFormat(number, Room(16), out var written, new('x', 16));
        Length += written;
        return this;
    }

    public Utf8Buffer Add(Guid id)
    {
        id.TryFormat(Room(36), out var written);
        Length += written;
        return this;
    }

    private Span<byte> Room(int length)
    {
        if (_bytes.Length - Length < length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
        return _bytes.AsSpan(Length);
    }
}
