using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Signals;

/// <summary>Ids of calls as they are saved: one block.</summary>
internal static class EventIds
{
    private const int IdBytes = 16;

    public static void Save(ref MessagePackWriter writer, IReadOnlyList<EventId> ids)
    {
        writer.WriteBinHeader(ids.Count * IdBytes);
        for (var i = 0; i < ids.Count; i++)
        {
            ids[i].Value.TryWriteBytes(writer.GetSpan(IdBytes));
            writer.Advance(IdBytes);
        }
    }

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>, or there are more than <paramref name="most"/>.</exception>
    public static EventId[] Load(ref MessagePackReader reader, int most)
    {
        var block = reader.ReadBlock(IdBytes, most * IdBytes);
        var ids = new EventId[block.Length / IdBytes];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = new EventId(new Guid(block.Slice(i * IdBytes, IdBytes)));
        return ids;
    }
}
