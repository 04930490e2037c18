using CsCheck;
using Engine.Detection.Baselines;
using Engine.Schemas;

namespace Engine.Tests.Detection.Baselines;

public sealed class ObjectSharingTests
{
    private static readonly Gen<List<(int Item, int Visitor)>> Visits = Gen.Select(Gen.Int[0, 900], Gen.Int[0, 3]).List[0, 1500];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Objects_of_one_or_two_visitors_are_private(int visitors) =>
        Assert.Equal(0, Of(Enumerable.Range(0, 100).SelectMany(item => Enumerable.Range(0, 4).Select(visit => (item, item + (visit % visitors))))).SharedShare);

    [Fact]
    public void Objects_of_many_visitors_are_shared() =>
        Assert.Equal(1, Of(Enumerable.Range(0, 100).SelectMany(i => new[] { (i, 1), (i, 2), (i, 3) })).SharedShare);

    [Fact]
    public void Says_nothing_while_hardly_anything_was_visited_often() =>
        Assert.Null(Of(Enumerable.Range(0, 1000).SelectMany(i => new[] { (i, 1), (i, 2) })).SharedShare);

    [Fact]
    public void Merging_is_commutative_and_associative() => Gen.Select(Visits, Visits, Visits).Sample((a, b, c) =>
    {
        var whole = Of([.. a, .. b, .. c]).SharedShare;
        Assert.Equal(whole, Merged(Of(a), Of(b), Of(c)).SharedShare);
        Assert.Equal(whole, Merged(Of(c), Of(a), Of(b)).SharedShare);
        Assert.Equal(whole, Merged(Of(a), Merged(Of(b), Of(c))).SharedShare);
        Assert.Equal(whole, Of([.. c, .. b.AsEnumerable().Reverse(), .. a]).SharedShare);
    }, iter: 30);

    private static ObjectSharing Of(IEnumerable<(int Item, int Visitor)> visits)
    {
        var sharing = new ObjectSharing();
        foreach (var (item, visitor) in visits)
            sharing.Add(StableHash.Combine((ulong)item, 1), StableHash.Combine((ulong)visitor, 2));
        sharing.Settle();
        return sharing;
    }

    private static ObjectSharing Merged(params ObjectSharing[] parts)
    {
        var sharing = new ObjectSharing();
        foreach (var part in parts)
            sharing.Merge(part);
        sharing.Settle();
        return sharing;
    }
}
