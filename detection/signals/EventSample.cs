using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Signals;

/// <summary>The latest calls that are evidence: bounded, for the analyst who wants to see some of them.</summary>
internal sealed class EventSample
{
    private const int Size = 16;

    private readonly EventId[] _events = new EventId[Size];
    private int _count;

    public void Add(EventId id) => _events[_count++ % Size] = id;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<EventId> ToList()
    {
        var kept = Math.Min(_count, Size);
        var list = new EventId[kept];
        for (var i = 0; i < kept; i++)
            list[i] = _events[(_count - kept + i) % Size];
        return list;
    }

    public static void Save(ref MessagePackWriter writer, EventSample sample) => EventIds.Save(ref writer, sample.ToList());

    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static EventSample Load(ref MessagePackReader reader)
    {
        var sample = new EventSample();
        foreach (var id in EventIds.Load(ref reader, Size))
            sample.Add(id);
        return sample;
    }
}
