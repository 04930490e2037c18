using System.Buffers;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.State;

/// <summary>How detection's own values are read back: never more than their owner can have written.</summary>
internal static class SavedValues
{
    /// <exception cref="InvalidDataException">No such moment exists.</exception>
    public static long ReadTicks(this ref MessagePackReader reader) => reader.ReadMoment().UtcTicks;

    /// <exception cref="InvalidDataException">It was saved with other fields.</exception>
    public static void ReadFields(this ref MessagePackReader reader, int fields)
    {
        var saved = reader.ReadArrayHeader();
        if (saved != fields)
            throw new InvalidDataException($"{saved} fields where {fields} should be");
    }

    /// <summary>A count, a size or a sum; never negative.</summary>
    /// <exception cref="InvalidDataException">It is negative.</exception>
    public static int ReadAmount(this ref MessagePackReader reader)
    {
        var amount = reader.ReadInt32();
        return amount >= 0 ? amount : throw new InvalidDataException($"{amount} is no amount");
    }

    /// <summary>The bytes of a block whose length is a multiple of <paramref name="unit"/>; valid as long as what is read from.</summary>
    /// <exception cref="InvalidDataException">It is longer than <paramref name="most"/>, or cut.</exception>
    public static ReadOnlySpan<byte> ReadBlock(this ref MessagePackReader reader, int unit, int most)
    {
        var block = reader.ReadBytes() ?? default;
        if (block.Length > most || block.Length % unit != 0)
            throw new InvalidDataException($"{block.Length} bytes where at most {most} can be");
        return block.IsSingleSegment ? block.FirstSpan : block.ToArray();
    }

    /// <summary>Bytes that end too early, a number that fits no field, a block of negative length; the reader itself says the rest.</summary>
    public static bool IsUnreadable(Exception exception) => exception is EndOfStreamException or OverflowException or ArgumentOutOfRangeException;

    public static InvalidDataException Unreadable(StateSection section, Exception why) => new($"an entry of {section} cannot be read", why);

    public static void WriteTexts(this ref MessagePackWriter writer, IReadOnlyCollection<string> texts)
    {
        writer.WriteArrayHeader(texts.Count);
        foreach (var text in texts)
            writer.Write(text);
    }

    public static void ReadTexts(this ref MessagePackReader reader, List<string> into, int most)
    {
        for (var left = reader.ReadCount(most); left > 0; left--)
            into.Add(reader.ReadString() ?? "");
    }
}
