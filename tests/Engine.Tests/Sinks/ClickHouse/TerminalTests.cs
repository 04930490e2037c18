using Engine.App.Store;
using Engine.Schemas;

namespace Engine.Tests.Sinks.ClickHouse;

public sealed class TerminalTests
{
    private static readonly DateTimeOffset Now = new(2025, 5, 17, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Tab_separated_text_is_read_with_its_escapes_and_nulls()
    {
        var table = TextTable.Parse("a\tb\nx\\ty\\n\\\\\t\\N\n\t\\\\N\n");
        Assert.Equal(["a", "b"], table.Columns);
        Assert.Equal(["x\ty\n\\", null], table.Rows[0]);
        Assert.Equal(["", "\\N"], table.Rows[1]);
    }

    [Fact]
    public void Equal_calls_one_after_the_other_are_one_line()
    {
        var lines = TimelineLine.Group([Call(1, "1", "200"), Call(2, "2", "200"), Call(3, "3", "404"), new TimelineRow(Now, "signal", "API-ENUM-001", null, null, "why"), Call(4, "4", "404")]);
        Assert.Equal([2, 1, 1, 1], lines.Select(line => line.Count));
        Assert.Equal("GET /v1/orders/{id}  (/v1/orders/1 … /v1/orders/2)", lines[0].What);
        Assert.Equal("2 calls in 1 s", lines[0].Detail);
    }

    [Fact]
    public void A_long_timeline_keeps_its_beginning_and_its_end()
    {
        var lines = TimelineLine.Group([.. Enumerable.Range(0, 100).Select(i => Call(i, "x", i % 2 == 0 ? "200" : "404"))]);
        var shown = TimelineLine.Shorten(lines, 8).ToList();
        Assert.Equal(9, shown.Count);
        Assert.Null(shown[2]);
        Assert.Same(lines[0], shown[0]);
        Assert.Same(lines[^1], shown[^1]);
        Assert.Equal(lines, TimelineLine.Shorten(lines, 100));
    }

    [Theory]
    [InlineData("30min", "2025-05-17T11:30:00Z")]
    [InlineData("24h", "2025-05-16T12:00:00Z")]
    [InlineData("7d", "2025-05-10T12:00:00Z")]
    [InlineData("2015-05-17", "2015-05-17T00:00:00Z")]
    [InlineData("2015-05-17T10:05:00+02:00", "2015-05-17T08:05:00Z")]
    public void A_moment_is_an_age_or_a_time(string text, string moment) =>
        Assert.Equal(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture), VerdictFilter.Moment(text, Now));

    [Theory]
    [InlineData("yesterday-ish")]
    [InlineData("5x")]
    [InlineData("30m")]
    [InlineData("d")]
    [InlineData("2147483647d")]
    [InlineData("9999-01-01")]
    public void Anything_else_is_a_usage_error(string text) => Assert.True(Assert.Throws<UserError>(() => VerdictFilter.Moment(text, Now)).IsUsage);

    private static TimelineRow Call(int second, string id, string status) =>
        new(Now.AddSeconds(second), "call", $"GET /v1/orders/{id}", "GET /v1/orders/{id}", status, "");
}
