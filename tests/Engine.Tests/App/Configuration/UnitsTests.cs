using CsCheck;
using Engine.App.Configuration.Binding;

namespace Engine.Tests.App.Configuration;

public sealed class UnitsTests
{
    [Fact]
    public void A_duration_is_read_as_it_is_written() => Gen.Long[0, TimeSpan.MaxValue.Ticks / 10].Sample(microseconds =>
    {
        var duration = new TimeSpan(microseconds * TimeSpan.TicksPerMicrosecond);
        Assert.Equal(duration, Duration.Parse(Duration.Format(duration)).Value);
    });

    [Fact]
    public void A_size_is_read_as_it_is_written() =>
        Gen.Long[0, long.MaxValue].Sample(size => Assert.Equal(size, ByteSize.Parse(ByteSize.Format(size), typeof(long)).Value));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(90, "90s")]
    [InlineData(120, "2min")]
    [InlineData(86400, "1d")]
    public void A_duration_takes_the_largest_whole_unit(int seconds, string text) => Assert.Equal(text, Duration.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Any_text_is_read_or_refused_and_never_throws() => Gen.String.Sample(text =>
    {
        foreach (var type in new[] { typeof(int), typeof(double), typeof(bool), typeof(TimeSpan), typeof(System.Net.IPAddress), typeof(Sample.Mode) })
            _ = ScalarText.Parse(text, type, isByteSize: false);
        _ = ScalarText.Parse(text, typeof(long), isByteSize: true);
    });
}
