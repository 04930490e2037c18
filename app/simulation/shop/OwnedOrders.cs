namespace Engine.App.Simulation.Shop;

/// <summary>One owner's orders, newest first, as the shop's listing shows them.</summary>
internal sealed class OwnedOrders(OrderBook book, int firstClaim, int count)
{
    private List<int>? _ids;

    public int Count => _ids?.Count ?? count;

    /// <param name="position">0: the newest.</param>
    public int this[int position] => Ids()[position];

    public int Buy()
    {
        var id = book.Place();
        Ids().Insert(0, id);
        return id;
    }

    // Made when first needed: most of a hundred thousand customers sleep most of the time.
    private List<int> Ids()
    {
        if (_ids is not null)
            return _ids;
        _ids = new List<int>(count);
        for (var claim = firstClaim; claim < firstClaim + count; claim++)
            _ids.Add(book.IdOf(claim));
        _ids.Sort((left, right) => right.CompareTo(left));
        return _ids;
    }
}
