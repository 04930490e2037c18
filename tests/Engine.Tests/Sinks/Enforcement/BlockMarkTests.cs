using CsCheck;
using Engine.Schemas;
using Engine.Sinks.Enforcement;

namespace Engine.Tests.Sinks.Enforcement;

public sealed class BlockMarkTests
{
    [Fact]
    public void A_mark_is_read_back_as_it_was_written() =>
        Gen.Select(Gen.Guid, Gen.Long[0, 4_000_000_000]).Sample((id, seconds) =>
        {
            var mark = BlockMark.For("engine", new EventId(id), DateTimeOffset.FromUnixTimeSeconds(seconds));
            return BlockMark.Parse(mark.ToString(), "engine") == mark;
        });

    [Theory]
    [InlineData("ban")]
    [InlineData("")]
    [InlineData("engine")]
    [InlineData("engine:")]
    [InlineData("engine: do not touch, says the night shift ...")]
    [InlineData("engine:0123456789abcdef0123456789abcdeg:1764012345")]
    [InlineData("engine:0123456789abcdef0123456789abcdef:-1")]
    [InlineData("engine:0123456789abcdef0123456789abcdef:9223372036854775807")]
    [InlineData("engine-eu:0123456789abcdef0123456789abcdef:1764012345")]
    public void What_somebody_else_wrote_is_no_mark_of_ours(string value) => Assert.Null(BlockMark.Parse(value, "engine"));

    [Fact]
    public void A_growing_verdict_changes_its_mark_once_a_minute_at_most()
    {
        var noon = SomeVerdict.Noon;
        var marks = Enumerable.Range(1, 60).Select(second => BlockMark.For("engine", SomeVerdict.Id("v"), noon.AddSeconds(second)));

        Assert.Equal([BlockMark.For("engine", SomeVerdict.Id("v"), noon.AddMinutes(1))], marks.Distinct());
    }
}
