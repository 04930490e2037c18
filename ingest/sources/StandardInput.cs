using Engine.Ingest.Formats;

namespace Engine.Ingest.Sources;

/// <summary>Standard input, whose beginning can be looked at before it is read.</summary>
/// <param name="open">Opens it.</param>
public sealed class StandardInput(Func<Stream> open)
{
    /// <summary>Bytes that are waited for, so that the same input always gives the same beginning.</summary>
    public const int MostBytes = 64 * 1024;

    private Func<Stream> _open = open;

    /// <summary>The beginning; waits until there are so many bytes, or the input ends. Call once, before it is opened.</summary>
    public InputHead Look()
    {
        var raw = _open();
        var head = new byte[MostBytes];
        var length = raw.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        _open = () => new InputStream.HeadedStream(raw, head.AsMemory(0, length), new ReadProgress());
        return InputHead.Of(new MemoryStream(head, 0, length, writable: false), isCut: length == head.Length);
    }

    /// <summary>All of it from its first byte, also where it was looked at.</summary>
    public Stream Open() => _open();
}
