using System.Text;

namespace Engine.Ingest.Formats.Text;

/// <summary>A fixed set of names, found by their UTF-8 bytes without a string being made.</summary>
internal sealed class NameTable<T>
{
    private readonly (byte[] Name, T Value)[] _places;
    private readonly int _mask;

    public NameTable(IReadOnlyCollection<(string Name, T Value)> names)
    {
        // A quarter full at most: a name that is not there ends at an empty place at once.
        _mask = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)names.Count * 4) - 1;
        _places = new (byte[], T)[_mask + 1];
        foreach (var (name, value) in names)
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            var place = (int)TextPool.Hash(bytes) & _mask;
            while (_places[place].Name is not null)
                place = (place + 1) & _mask;
            _places[place] = (bytes, value);
        }
    }

    public bool TryFind(ReadOnlySpan<byte> name, out T value)
    {
        for (var place = (int)TextPool.Hash(name) & _mask; _places[place].Name is { } known; place = (place + 1) & _mask)
        {
            if (name.SequenceEqual(known))
            {
                value = _places[place].Value;
                return true;
            }
        }

        value = default!;
        return false;
    }
}
