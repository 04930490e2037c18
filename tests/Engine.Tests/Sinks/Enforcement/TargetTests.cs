using CsCheck;
using Engine.Sinks.Enforcement;

namespace Engine.Tests.Sinks.Enforcement;

public sealed class TargetTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("2001:DB8:0::1", "2001:db8::1")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("203.0.113.7/32", "203.0.113.7")]
    [InlineData("203.0.113.7/24", "203.0.113.0/24")]
    [InlineData("2001:db8::7/64", "2001:db8::/64")]
    public void Addresses_are_brought_into_one_form(string text, string canonical) =>
        Assert.Equal(new Target(TargetKind.Address, canonical), Target.ParseAddress(text));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0x7f.1")]
    [InlineData("010.0.0.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("1.2.3.4 ban")]
    [InlineData("1.2.3.4;clear map #0")]
    [InlineData("1.2.3.4\nclear map #0")]
    [InlineData("1.2.3.4/33")]
    [InlineData("1.2.3.4/-1")]
    [InlineData("1.2.3.4/ 8")]
    [InlineData("1.2.3.4/8/8")]
    [InlineData("::ffff:1.2.3.4/120")]
    [InlineData("1.2.3.4:80")]
    [InlineData("[::1]")]
    [InlineData("example.com")]
    public void Anything_else_is_no_address(string text) => Assert.Null(Target.ParseAddress(text));

    [Fact]
    public void No_text_leads_to_an_address_that_could_end_a_command() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789abcdef.:/%; \n"], 0, 24]).Sample(text =>
        {
            if (Target.ParseAddress(text) is not { } target)
                return true;
            return target.Value.All("0123456789abcdef.:/".Contains) && Target.ParseAddress(target.Value) == target;
        });
}
