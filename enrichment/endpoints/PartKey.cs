using System.Buffers.Binary;

namespace Engine.Enrichment.Endpoints;

/// <summary>What a saved part of the templates is.</summary>
internal enum TemplatePart : byte
{
    Service = 1,

    /// <summary>What one source has taken of an <see cref="Allowance"/>.</summary>
    Share = 2,
    Endpoint = 3,
    Position = 4,

    /// <summary>Parameters of one endpoint.</summary>
    Parameters = 5,

    /// <summary>What one source has taken of the room for parameters.</summary>
    ParameterShare = 6,

    /// <summary>Clients that were just answered.</summary>
    Newcomers = 7,
}

/// <summary>Key of a saved part of the templates.</summary>
/// <param name="Part">What it is.</param>
/// <param name="Service">Number of its service, from 0; <see cref="NoService"/> for what is of none.</param>
/// <param name="Number">Its own number in the service.</param>
internal readonly record struct PartKey(TemplatePart Part, int Service, ulong Number) : IComparable<PartKey>
{
    public const int NoService = -1;

    private const int Bytes = 1 + sizeof(int) + sizeof(ulong);

    public ReadOnlySpan<byte> Write(Span<byte> room)
    {
        room[0] = (byte)Part;
        BinaryPrimitives.WriteInt32LittleEndian(room[1..], Service);
        BinaryPrimitives.WriteUInt64LittleEndian(room[5..], Number);
        return room[..Bytes];
    }

    /// <exception cref="InvalidDataException">It is no key of a part.</exception>
    public static PartKey Read(ReadOnlySpan<byte> key) => key.Length == Bytes
        ? new PartKey((TemplatePart)key[0], BinaryPrimitives.ReadInt32LittleEndian(key[1..]), BinaryPrimitives.ReadUInt64LittleEndian(key[5..]))
        : throw new InvalidDataException($"a key of {key.Length} bytes is none of a service");

    /// <summary>By service, in the order in which its parts were made.</summary>
    public int CompareTo(PartKey other) => Service != other.Service ? Service.CompareTo(other.Service) : Number.CompareTo(other.Number);
}
