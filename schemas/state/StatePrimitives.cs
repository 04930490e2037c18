using System.Net;
using MessagePack;

namespace Engine.Schemas;

/// <summary>How the values that many rooms save are written: one way for each, so that all state reads the same.</summary>
public static class StatePrimitives
{
    public static void WriteHash(this ref MessagePackWriter writer, UInt128 hash)
    {
        writer.WriteUInt64((ulong)(hash >> 64));
        writer.WriteUInt64((ulong)hash);
    }

    public static UInt128 ReadHash(this ref MessagePackReader reader)
    {
        var high = reader.ReadUInt64();
        return new UInt128(high, reader.ReadUInt64());
    }

    /// <summary>UTC, exact to the tick.</summary>
    public static void WriteMoment(this ref MessagePackWriter writer, DateTimeOffset moment) => writer.Write(moment.UtcTicks);

    /// <exception cref="InvalidDataException">No such moment exists.</exception>
    public static DateTimeOffset ReadMoment(this ref MessagePackReader reader)
    {
        var ticks = reader.ReadInt64();
        return ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks ? new DateTimeOffset(ticks, TimeSpan.Zero) : throw new InvalidDataException($"{ticks} is no moment");
    }

    public static void WriteActor(this ref MessagePackWriter writer, Actor actor)
    {
        writer.Write((int)actor.Key.Kind);
        writer.Write(actor.Key.Value);
    }

    public static Actor ReadActor(this ref MessagePackReader reader)
    {
        var kind = (ActorKind)reader.ReadInt32();
        return new Actor(new ActorKey(kind, reader.ReadString() ?? ""));
    }

    public static void WriteEndpoint(this ref MessagePackWriter writer, Endpoint endpoint)
    {
        writer.Write(endpoint.Service);
        writer.Write(endpoint.Method);
        writer.Write(endpoint.Template);
    }

    public static Endpoint ReadEndpoint(this ref MessagePackReader reader)
    {
        var service = reader.ReadString() ?? "";
        var method = reader.ReadString() ?? "";
        return new Endpoint(service, method, reader.ReadString() ?? "");
    }

    public static void WriteAddress(this ref MessagePackWriter writer, IPAddress? address)
    {
        if (address is null)
        {
            writer.WriteNil();
            return;
        }

        writer.Write(address.GetAddressBytes());
    }

    /// <exception cref="InvalidDataException">The bytes are no address.</exception>
    public static IPAddress? ReadAddress(this ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        var bytes = reader.ReadBytes() is { } sequence ? System.Buffers.BuffersExtensions.ToArray(sequence) : [];
        return bytes.Length is 4 or 16 ? new IPAddress(bytes) : throw new InvalidDataException($"{bytes.Length} bytes are no address");
    }

    /// <summary>Length of a list that was written with its header.</summary>
    /// <exception cref="InvalidDataException">More than the owner can have written: the state is not to be believed.</exception>
    public static int ReadCount(this ref MessagePackReader reader, int most)
    {
        var count = reader.ReadArrayHeader();
        return count <= most ? count : throw new InvalidDataException($"{count} entries where at most {most} can be");
    }
}
