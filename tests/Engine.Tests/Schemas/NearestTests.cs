using Engine.Schemas;

namespace Engine.Tests.Schemas;

public sealed class NearestTests
{
    private static readonly string[] Known = ["lanes", "batch", "order_slack", "allowed_lateness"];

    [Theory]
    [InlineData("lane", "lanes")]
    [InlineData("alnes", "lanes")]
    [InlineData("Order-Slack", "order_slack")]
    [InlineData("alowed_latness", "allowed_lateness")]
    [InlineData("threads", null)]
    [InlineData("", null)]
    public void The_name_that_was_meant_is_found_or_none(string name, string? meant) => Assert.Equal(meant, Nearest.To(name, Known));

    [Fact]
    public void A_huge_name_is_not_compared() => Assert.Null(Nearest.To(new string('a', 1 << 20), Known));
}
