using System.Diagnostics.CodeAnalysis;

namespace Engine.Enrichment;

/// <summary>
/// A table that forgets: at most <paramref name="capacity"/> entries, the ones not used for a whole round of the clock hand go first.
/// Second chance instead of exact recency, because a hit then writes one flag and moves nothing. What is forgotten depends on the order
/// of the calls alone, never on hash values, so a replay forgets the same.
/// </summary>
/// <param name="capacity">Entries at most.</param>
/// <param name="forget">Told of each entry that had to make room; null where nobody needs to know.</param>
/// <remarks>Keys made from anything a client can choose must be seeded hashes (see <see cref="TableSeed"/>), or buckets can be flooded.</remarks>
internal sealed class BoundedTable<TKey, TValue>(int capacity, Action<TValue>? forget = null)
    where TKey : struct, IEquatable<TKey>
{
    private readonly Dictionary<TKey, int> _places = [];
    private Slot[] _slots = new Slot[Math.Min(capacity, 16)];
    private int _hand;

    public int Count { get; private set; }

    /// <summary>Entries that had to make room.</summary>
    public long Forgotten { get; private set; }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_places.TryGetValue(key, out var place))
        {
            value = default;
            return false;
        }

        ref var slot = ref _slots[place];
        slot.WasUsed = true;
        value = slot.Value;
        return true;
    }

    /// <summary>Adds or replaces.</summary>
    public void Set(TKey key, TValue value)
    {
        if (_places.TryGetValue(key, out var place))
        {
            _slots[place].Value = value;
            return;
        }

        place = Count < capacity ? Append() : Evict();
        _slots[place] = new Slot { Key = key, Value = value };
        _places.Add(key, place);
    }

    public void Remove(TKey key)
    {
        if (!_places.Remove(key, out var place))
            return;
        var last = --Count;
        if (place != last)
        {
            _slots[place] = _slots[last];
            _places[_slots[place].Key] = place;
        }

        _slots[last] = default;
    }

    private int Append()
    {
        if (Count == _slots.Length)
            Array.Resize(ref _slots, (int)Math.Min(capacity, _slots.Length * 2L));
        return Count++;
    }

    private int Evict()
    {
        for (; ; _hand++)
        {
            if (_hand >= Count)
                _hand = 0;
            ref var slot = ref _slots[_hand];
            if (!slot.WasUsed)
                break;
            slot.WasUsed = false;
        }

        _places.Remove(_slots[_hand].Key);
        forget?.Invoke(_slots[_hand].Value);
        Forgotten++;
        return _hand++;
    }

    private struct Slot
    {
        public TKey Key;
        public TValue Value;
        public bool WasUsed;
    }
}
