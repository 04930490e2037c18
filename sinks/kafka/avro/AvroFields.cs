using Avro.IO;
using Engine.Schemas;

namespace Engine.Sinks.Kafka.Avro;

/// <summary>The kinds of fields that our schemas are made of, written and read. Unions are always [null, X].</summary>
internal static class AvroFields
{
    private const long EpochMicros = 62_135_596_800_000_000;

    /// <summary>timestamp-micros; what is finer is cut off, as in the verdict line.</summary>
    public static void WriteTime(this Encoder into, DateTimeOffset at) => into.WriteLong((at.UtcTicks / TimeSpan.TicksPerMicrosecond) - EpochMicros);

    public static DateTimeOffset ReadTime(this Decoder from) => new((from.ReadLong() + EpochMicros) * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    public static void WriteId(this Encoder into, EventId id) => into.WriteString(id.ToString());

    public static EventId ReadId(this Decoder from) => new(Guid.Parse(from.ReadString()));

    public static void WritePosition(this Encoder into, in SourcePosition position)
    {
        into.WriteString(position.Source);
        into.WriteInt(position.Partition);
        into.WriteLong(position.Offset);
        into.WriteInt(position.Index);
    }

    public static SourcePosition ReadPosition(this Decoder from) => new(from.ReadString(), from.ReadInt(), from.ReadLong(), from.ReadInt());

    public static void WriteActor(this Encoder into, ActorKey actor)
    {
        into.WriteEnum((int)actor.Kind);
        into.WriteString(actor.Value);
    }

    public static void WriteOptional(this Encoder into, string? text)
    {
        if (into.WriteIsThere(text is not null))
            into.WriteString(text);
    }

    public static void WriteOptional(this Encoder into, long? number)
    {
        if (into.WriteIsThere(number is not null))
            into.WriteLong(number!.Value);
    }

    public static void WriteOptional(this Encoder into, int? number)
    {
        if (into.WriteIsThere(number is not null))
            into.WriteInt(number!.Value);
    }

    public static string? ReadOptionalText(this Decoder from) => from.ReadIsThere() ? from.ReadString() : null;

    public static long? ReadOptionalLong(this Decoder from) => from.ReadIsThere() ? from.ReadLong() : null;

    public static int? ReadOptionalInt(this Decoder from) => from.ReadIsThere() ? from.ReadInt() : null;

    /// <summary>Writes which branch of the union follows.</summary>
    /// <returns>As given: whether the value has to follow.</returns>
    public static bool WriteIsThere(this Encoder into, bool isThere)
    {
        into.WriteUnionIndex(isThere ? 1 : 0);
        return isThere;
    }

    /// <returns>Whether the value follows.</returns>
    public static bool ReadIsThere(this Decoder from) => from.ReadUnionIndex() == 1;

    public static void WriteList<T>(this Encoder into, IReadOnlyList<T> items, Action<Encoder, T> write)
    {
        into.WriteArrayStart();
        into.SetItemCount(items.Count);
        foreach (var item in items)
        {
            into.StartItem();
            write(into, item);
        }

        into.WriteArrayEnd();
    }

    public static List<T> ReadList<T>(this Decoder from, Func<Decoder, T> read)
    {
        var items = new List<T>();
        for (var block = from.ReadArrayStart(); block > 0; block = from.ReadArrayNext())
        {
            for (var index = 0L; index < block; index++)
                items.Add(read(from));
        }

        return items;
    }

    public static void WriteTexts(this Encoder into, IReadOnlyList<string> texts) => into.WriteList(texts, static (to, text) => to.WriteString(text));
}
