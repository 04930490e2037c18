using CsCheck;
using Engine.Detection.Sketches;

namespace Engine.Tests.Detection.Sketches;

public sealed class BottomHashesTests
{
    private const int K = 5;

    [Fact]
    public void Counts_distinct_values_to_its_size() => Gen.ULong[0, 20].List[0, 30].Sample(values =>
        Assert.Equal(Math.Min(K, values.Distinct().Count()), Of(values).Count));

    [Fact]
    public void Order_and_partition_change_nothing() => Gen.Select(Gen.ULong[0, 20].List[0, 15], Gen.ULong[0, 20].List[0, 15]).Sample((a, b) =>
    {
        var whole = Of([.. a, .. b]);
        AssertSame(whole, Of([.. b.AsEnumerable().Reverse(), .. a]));
        var merged = Of(a);
        merged.Merge(Of(b));
        AssertSame(whole, merged);
    });

    private static BottomHashes Of(IEnumerable<ulong> values)
    {
        var hashes = new BottomHashes(K);
        foreach (var value in values)
            hashes.Add(value);
        return hashes;
    }

    // The same set answers every further value alike.
    private static void AssertSame(BottomHashes expected, BottomHashes actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        actual.Merge(expected);
        Assert.Equal(expected.Count, actual.Count);
    }
}
