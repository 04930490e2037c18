namespace Engine.App.Simulation.Shop;

/// <summary>
/// The shop's orders. Ids are given out in the order of sale, so one customer's orders lie scattered over all ids and a ninth of
/// the ids is gone (deleted). The scatter is a Feistel permutation: millions of orders need no table.
/// </summary>
internal sealed class OrderBook(ulong seed)
{
    private const int Oldest = 1_048_300;
    private int _claimed;
    private int _placed;

    /// <summary>Claims old orders for one owner, before the simulation starts.</summary>
    public OwnedOrders Claim(int count)
    {
        var owned = new OwnedOrders(this, _claimed, count);
        _claimed += count;
        return owned;
    }

    public static int First => Oldest;

    /// <summary>Highest id that exists.</summary>
    public int Last => Oldest + Space + _placed - 1;

    /// <summary>A new sale: the next id.</summary>
    public int Place() => Oldest + Space + _placed++;

    public bool Exists(int id)
    {
        if (id < Oldest || id > Last)
            return false;
        return id >= Oldest + Space || Permute(id - Oldest, forward: false) < _claimed;
    }

    /// <summary>The id of an old order by the number under which it was claimed.</summary>
    public int IdOf(int claim) => Oldest + Permute(claim, forward: true);

    public static long ParcelOf(int id) => 7_300_000_000 + id;

    public Guid InvoiceOf(int id)
    {
        var high = Chance.Mix(seed, (ulong)id);
        var low = Chance.Mix(high, 5);
        return new Guid((int)high, (short)(high >> 32), (short)((high >> 48 & 0x0FFF) | 0x4000),
            (byte)((low & 0x3F) | 0x80), (byte)(low >> 8), (byte)(low >> 16), (byte)(low >> 24),
            (byte)(low >> 32), (byte)(low >> 40), (byte)(low >> 48), (byte)(low >> 56));
    }

    private int Space => _claimed + (_claimed / 8) + 1;

    // Four Feistel rounds over the next even number of bits; values outside the space walk on until they are inside.
    private int Permute(int value, bool forward)
    {
        var half = 1;
        while (1L << (2 * half) < Space)
            half++;
        var mask = (1u << half) - 1;
        var at = (uint)value;
        do
        {
            var (left, right) = (at >> half, at & mask);
            for (var round = 0; round < 4; round++)
            {
                if (forward)
                    (left, right) = (right, left ^ ((uint)Chance.Mix(seed + (ulong)round, right) & mask));
                else
                    (left, right) = (right ^ ((uint)Chance.Mix(seed + (ulong)(3 - round), left) & mask), left);
            }

            at = (left << half) | right;
        }
        while (at >= Space);
        return (int)at;
    }
}
