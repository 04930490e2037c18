using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Text;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.State;

/// <summary>
/// One instance for each endpoint and name while state is restored: a million actors must not bring a million copies of one template.
/// They are found by their bytes, so that nothing is made of those that were met before.
/// </summary>
internal sealed class SharedNames
{
    private readonly Dictionary<(string Service, string Method, string Template), Endpoint> _endpoints = [];
    private readonly Dictionary<byte[], string> _texts = new(new ByBytes());

    public Endpoint ReadEndpoint(ref MessagePackReader reader)
    {
        var name = (ReadText(ref reader), ReadText(ref reader), ReadText(ref reader));
        if (!_endpoints.TryGetValue(name, out var one))
            _endpoints.Add(name, one = new Endpoint(name.Item1, name.Item2, name.Item3));
        return one;
    }

    /// <summary>A text; nil is the empty one.</summary>
    public string ReadText(ref MessagePackReader reader)
    {
        if (!reader.TryReadStringSpan(out var utf8))
            return reader.ReadString() ?? "";
        var known = _texts.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!known.TryGetValue(utf8, out var one))
            known[utf8] = one = Encoding.UTF8.GetString(utf8);
        return one;
    }

    private sealed class ByBytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public bool Equals(byte[]? one, byte[]? other) => one.AsSpan().SequenceEqual(other);
        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);
        public int GetHashCode([DisallowNull] byte[] bytes) => GetHashCode(bytes.AsSpan());
        public int GetHashCode(ReadOnlySpan<byte> bytes) => (int)XxHash3.HashToUInt64(bytes);
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
