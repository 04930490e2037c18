namespace Engine.Ingest.Sources.Journal;

/// <summary>Keys of the entries that came last, so that a repetition is known. Bounded: the oldest is forgotten first.</summary>
internal sealed class RecentKeys
{
    /// <summary>A client repeats within minutes.</summary>
    public const int Most = 65_536;

    private readonly HashSet<UInt128> _known = [];
    private readonly Queue<UInt128> _order = new();

    /// <returns>False: the key is known. Zero is no key.</returns>
    public bool TryAdd(UInt128 key)
    {
        if (key == 0)
            return true;
        if (!_known.Add(key))
            return false;
        _order.Enqueue(key);
        if (_order.Count > Most)
            _known.Remove(_order.Dequeue());
        return true;
    }

    /// <summary>What was added last did not come to pass.</summary>
    public void Forget(IEnumerable<UInt128> keys)
    {
        var gone = keys.Where(key => key != 0).ToHashSet();
        if (gone.Count == 0)
            return;
        _known.ExceptWith(gone);
        var kept = _order.Where(key => !gone.Contains(key)).ToList();
        _order.Clear();
        foreach (var key in kept)
            _order.Enqueue(key);
    }
}
