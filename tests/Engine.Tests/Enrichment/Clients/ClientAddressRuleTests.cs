using System.Net;
using CsCheck;
using Engine.Enrichment.Clients;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Clients;

public sealed class ClientAddressRuleTests
{
    private static readonly ClientAddressRule s_rule = new(["10.0.0.0/8", "192.0.2.7", "2001:db8::/32"]);

    [Theory]
    [InlineData("203.0.113.9", "198.51.100.1", "203.0.113.9")] // nobody vouches for an untrusted peer's list
    [InlineData("10.0.0.1", null, "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1")] // what the client wrote itself stands further left
    [InlineData("10.0.0.1", "198.51.100.1, 10.2.3.4,192.0.2.7", "198.51.100.1")]
    [InlineData("10.0.0.1", "10.9.9.9, 10.2.3.4", "10.9.9.9")]
    [InlineData("10.0.0.1", "198.51.100.1, unknown, 10.2.3.4", "10.2.3.4")]
    [InlineData("10.0.0.1", "198.51.100.1, 010.1.1.1", "10.0.0.1")] // an octal part is not an address
    [InlineData("10.0.0.1", "198.51.100.1, 1", "10.0.0.1")]
    [InlineData("10.0.0.1", "198.51.100.1:4711", "198.51.100.1")]
    [InlineData("10.0.0.1", "[2001:4860::8]:4711", "2001:4860::8")]
    [InlineData("10.0.0.1", "2001:4860::8%eth0", "2001:4860::8")]
    [InlineData("10.0.0.1", "::ffff:198.51.100.1", "198.51.100.1")]
    [InlineData("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1")]
    [InlineData("2001:db8::1", "198.51.100.1", "198.51.100.1")]
    [InlineData("10.0.0.1", "", "10.0.0.1")]
    [InlineData("10.0.0.1", " , ", "10.0.0.1")]
    [InlineData("10.0.0.1", "[198.51.100.1", "10.0.0.1")]
    public void Client_is_the_first_address_from_the_right_that_is_no_trusted_proxy(string peer, string? forwarded, string client) =>
        Assert.Equal(IPAddress.Parse(client), s_rule.Resolve(IPAddress.Parse(peer), forwarded));

    [Fact]
    public void Without_trusted_proxies_a_mapped_peer_is_still_one_client() =>
        Assert.Equal(IPAddress.Parse("203.0.113.9"), new ClientAddressRule([]).Resolve(IPAddress.Parse("::ffff:203.0.113.9"), "1.1.1.1"));

    [Fact]
    public void No_peer_is_no_client() => Assert.Null(s_rule.Resolve(null, "198.51.100.1"));

    [Fact]
    public void What_a_client_writes_never_gets_past_the_address_its_proxy_added() => Gen.String.Sample(written =>
        Assert.Equal(IPAddress.Parse("198.51.100.1"), s_rule.Resolve(IPAddress.Parse("10.0.0.1"), written + ",198.51.100.1")));

    [Fact]
    public void A_long_list_is_read_to_a_bound() =>
        Assert.Equal(
            IPAddress.Parse("10.0.0.2"),
            s_rule.Resolve(IPAddress.Parse("10.0.0.1"), "198.51.100.1," + string.Join(',', Enumerable.Repeat("10.0.0.2", 100_000))));

    [Theory]
    [InlineData("10.0.0.0/33")]
    [InlineData("proxy.internal")]
    public void A_network_that_is_none_is_named(string network) =>
        Assert.Contains(network, Assert.Throws<UserError>(() => new ClientAddressRule([network])).Message, StringComparison.Ordinal);
}
