using System.Globalization;
using Engine.Enrichment.Endpoints;
using Engine.Enrichment.Identity;
using Engine.Enrichment.Secrets;
using Engine.Schemas;

namespace Engine.Enrichment;

/// <summary>The objects that a call names, in its path and its query. Personal data and one-time secrets stand as keyed hashes.</summary>
internal sealed class ObjectReader(ParameterNames names, CredentialHasher hasher, TableSeed seed)
{
    /// <summary>Objects kept of one call.</summary>
    public const int Most = 8;

    private const int LongestValue = 256;
    private const int HashesRemembered = 4096;

    /// <summary>Parameter of each kind of segment: its placeholder, and a number from the second on.</summary>
    private static readonly string[][] s_pathParameters = PathParameters();

    private readonly BoundedTable<UInt128, string> _hashes = new(HashesRemembered);
    private readonly ObjectRef[] _found = new ObjectRef[Most];
    private readonly int[] _ofKind = new int[Segments.KindCount];
    private int _count;

    public IReadOnlyList<ObjectRef> Read(ApiEvent call, ReadOnlySpan<PathObject> inPath)
    {
        _count = 0;
        if (inPath.Length > 0)
            ReadPath(call.Path, inPath);
        if (call.Query is { Length: > 0 } query)
            ReadQuery(query);
        return _count == 0 ? [] : _found.AsSpan(0, _count).ToArray();
    }

    private void ReadPath(string path, ReadOnlySpan<PathObject> objects)
    {
        Array.Clear(_ofKind);
        foreach (var named in objects)
        {
            if (_count == Most)
                return;
            var parameters = s_pathParameters[(int)named.Place];
            var parameter = named.Name ?? parameters[Math.Min(_ofKind[(int)named.Place]++, parameters.Length - 1)];
            var raw = path.AsSpan(named.Start, named.Length);
            var matrix = raw.IndexOf(';');
            Add(parameter, ObjectPlace.Path, named.Kind, matrix < 0 ? raw : raw[..matrix], named.IsSecret);
        }
    }

    private void ReadQuery(string query)
    {
        var text = query.AsSpan();
        var position = 0;
        while (_count < Most && QueryText.Next(text, ref position, out var name, out var valueStart, out var valueLength))
        {
            var meaning = names.Of(name);
            if (valueLength is 0 or > LongestValue || meaning is ParameterMeaning.Nothing or ParameterMeaning.Secret)
                continue;
            var value = text.Slice(valueStart, valueLength);
            var kind = meaning == ParameterMeaning.Phone
                ? QueryScrubber.LooksLikePhone(value) ? SegmentKind.Phone : SegmentKind.Literal
                : Segments.KindOf(QueryText.Decode(value));
            if (Segments.NamesObject(kind) && kind != SegmentKind.Slug)
                Add(name.ToString(), ObjectPlace.Query, kind, value, Segments.IsPersonal(kind));
        }
    }

    private void Add(string parameter, ObjectPlace place, SegmentKind kind, ReadOnlySpan<char> raw, bool isSecret)
    {
        // One object has one name, however a client encodes it.
        var decoded = raw.Contains('%') ? Uri.UnescapeDataString(raw) : null;
        var plain = decoded ?? raw;
        long? number = kind == SegmentKind.Id && long.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
        var value = isSecret ? Hash(plain) : plain.Length > LongestValue ? ActorTable.Bounded(plain.ToString()) : decoded ?? plain.ToString();
        _found[_count++] = new ObjectRef(parameter, place, value, number);
    }

    private string Hash(ReadOnlySpan<char> personal)
    {
        var plain = personal.Length <= LongestValue ? personal.ToString().ToLowerInvariant() : personal.ToString();
        var key = seed.Hash128(plain);
        if (!_hashes.TryGet(key, out var hash))
            _hashes.Set(key, hash = hasher.Hash(plain));
        return hash;
    }

    private static string[][] PathParameters()
    {
        var all = new string[Segments.KindCount][];
        for (var kind = 0; kind < all.Length; kind++)
        {
            var name = Segments.Placeholder((SegmentKind)kind).Trim('{', '}');
            all[kind] = [name, name + "2", name + "3", name + "4", name + "5", name + "6", name + "7", name + "8"];
        }

        return all;
    }
}
