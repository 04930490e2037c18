using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>A few different addresses or clients, enough to say that it was not one alone.</summary>
internal struct FewSources
{
    public const int Enough = 3;

    private ulong _first, _second;

    public int Count { get; private set; }

    /// <returns>True: something changed.</returns>
    public bool Add(ulong source)
    {
        if (Count >= Enough || (Count > 0 && source == _first) || (Count > 1 && source == _second))
            return false;
        if (Count++ == 0)
            _first = source;
        else
            _second = source;
        return true;
    }

    /// <summary>What another one has seen; the last of many is not told from others.</summary>
    public void Absorb(in FewSources other)
    {
        if (other.Count > 0)
            Add(other._first);
        if (other.Count > 1)
            Add(other._second);
        Count = Math.Max(Count, other.Count);
    }

    public static void Save(ref MessagePackWriter writer, in FewSources sources)
    {
        writer.Write(sources.Count);
        writer.WriteUInt64(sources._first);
        writer.WriteUInt64(sources._second);
    }

    /// <exception cref="InvalidDataException">There are no such.</exception>
    public static FewSources Load(ref MessagePackReader reader)
    {
        var sources = new FewSources { Count = reader.ReadInt32(), _first = reader.ReadUInt64(), _second = reader.ReadUInt64() };
        RestoredTemplates.Require(sources.Count is >= 0 and <= Enough, "more sources than are told apart");
        return sources;
    }
}
