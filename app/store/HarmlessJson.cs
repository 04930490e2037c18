using System.Text;

namespace Engine.App.Store;

/// <summary>
/// Passes JSON lines on as ASCII: everything beyond it as a \\u escape, which means the same to a reader of JSON and nothing to a terminal
/// (8-bit control sequences, direction overrides).
/// </summary>
internal sealed class HarmlessJson(Stream output) : Stream
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private char[] _chars = [];
    private readonly StringBuilder _ascii = new();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => output.Write(Escaped(buffer));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        output.WriteAsync(Escaped(buffer.Span), cancellationToken);

    public override void Flush() => output.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private byte[] Escaped(ReadOnlySpan<byte> utf8)
    {
        if (_chars.Length < utf8.Length + 4)
            _chars = new char[utf8.Length + 4];
        var count = _decoder.GetChars(utf8, _chars, flush: false);
        _ascii.Clear();
        foreach (var c in _chars.AsSpan(0, count))
        {
            if (c is (>= ' ' and <= '~') or '\n')
                _ascii.Append(c);
            else
                _ascii.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
        }

        return Encoding.ASCII.GetBytes(_ascii.ToString());
    }
}
