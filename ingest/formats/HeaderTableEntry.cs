using System.Text;

namespace Engine.Ingest.Formats;

/// <param name="Name">Lower case.</param>
/// <param name="Place">Where its value goes.</param>
internal sealed record HeaderTableEntry(string Name, HeaderPlace Place)
{
    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(Name);

    // Most names come in lower case, and as they are they compare at once; most others differ in their first letter.
    public bool IsNamed(ReadOnlySpan<byte> name) =>
        name.SequenceEqual(_bytes) || ((name[0] | 0x20) == (_bytes[0] | 0x20) && Ascii.EqualsIgnoreCase(name, _bytes));
}
