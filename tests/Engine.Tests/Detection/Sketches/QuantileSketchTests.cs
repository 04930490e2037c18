using CsCheck;
using Engine.Detection.Sketches;

namespace Engine.Tests.Detection.Sketches;

public sealed class QuantileSketchTests
{
    private static readonly Gen<long> Value = Gen.Frequency(
        (3, Gen.Long[0, 100]), (3, Gen.Long[0, 1_000_000]), (1, Gen.Long[0, long.MaxValue]), (1, Gen.Const(long.MaxValue)));

    [Fact]
    public void A_quantile_is_never_below_the_true_one_and_at_most_a_sixteenth_above() =>
        Gen.Select(Value.List[1, 200], Gen.Int[1, 1000]).Sample((values, perMille) =>
        {
            var sorted = values.Order().ToList();
            var truth = sorted[(int)(((long)sorted.Count * perMille + 999) / 1000) - 1];
            var quantile = Of(values).PerMille(perMille);
            Assert.True(quantile >= truth, $"{quantile} < {truth}");
            Assert.True((UInt128)quantile * 16 <= (UInt128)truth * 17, $"{quantile} far above {truth}");
        });

    [Fact]
    public void Merging_is_adding_all_in_any_order() => Gen.Select(Value.List[0, 60], Value.List[0, 60], Value.List[0, 60]).Sample((a, b, c) =>
    {
        var whole = Of([.. a, .. b, .. c]);
        AssertSame(whole, Merged(a, b, c));
        AssertSame(whole, Merged(c, a, b));
        var right = Merged(b, c);
        var left = Of(a);
        left.Merge(right);
        AssertSame(whole, left);
    });

    [Fact]
    public void Nothing_has_no_quantile() => Assert.Equal(0, new QuantileSketch().PerMille(999));

    [Fact]
    public void Negative_values_count_as_zero() => Assert.Equal(0, Of([-5, long.MinValue]).PerMille(1000));

    private static QuantileSketch Of(IEnumerable<long> values)
    {
        var sketch = new QuantileSketch();
        foreach (var value in values)
            sketch.Add(value);
        return sketch;
    }

    private static QuantileSketch Merged(params List<long>[] parts)
    {
        var sketch = new QuantileSketch();
        foreach (var part in parts)
            sketch.Merge(Of(part));
        return sketch;
    }

    private static void AssertSame(QuantileSketch expected, QuantileSketch actual)
    {
        Assert.Equal((expected.Count, expected.Max), (actual.Count, actual.Max));
        for (var perMille = 1; perMille <= 1000; perMille += 37)
            Assert.Equal(expected.PerMille(perMille), actual.PerMille(perMille));
    }
}
