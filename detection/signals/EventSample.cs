using Engine.Schemas;

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
}
