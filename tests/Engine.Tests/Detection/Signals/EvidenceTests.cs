using Engine.Detection.Signals;

namespace Engine.Tests.Detection.Signals;

public sealed class EvidenceTests
{
    [Theory]
    [InlineData(0, 100)]
    [InlineData(2, 100)]
    [InlineData(0, 0)]
    public void What_is_expected_is_no_surprise(int hits, int trials) => Assert.Equal(0, Evidence.Surprise(hits, trials, 0.02));

    [Fact]
    public void All_of_them_is_the_product_of_the_chances() => Assert.Equal(8, Evidence.Surprise(4, 4, 0.01), 9);

    [Theory]
    [InlineData(10, 100)]
    [InlineData(16, 144)]
    [InlineData(60, 600)]
    [InlineData(5, 5)]
    public void Never_says_less_likely_than_it_is(int hits, int trials)
    {
        var exact = 0.0;
        for (var k = hits; k <= trials; k++)
            exact += Math.Exp(LogChoose(trials, k) + (k * Math.Log(0.02)) + ((trials - k) * Math.Log(0.98)));
        Assert.InRange(Evidence.Surprise(hits, trials, 0.02), -Math.Log10(exact) - 1.5, -Math.Log10(exact) + 1e-9);
    }

    [Fact]
    public void Grows_with_every_hit()
    {
        for (var hits = 3; hits <= 100; hits++)
            Assert.True(Evidence.Surprise(hits, 100, 0.02) > Evidence.Surprise(hits - 1, 100, 0.02));
    }

    private static double LogChoose(int n, int k) => Enumerable.Range(1, k).Sum(i => Math.Log(n - k + i) - Math.Log(i));
}
