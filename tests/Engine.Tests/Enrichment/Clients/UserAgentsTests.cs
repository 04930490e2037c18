using Engine.Enrichment;
using Engine.Enrichment.Clients;
using Engine.Schemas;

namespace Engine.Tests.Enrichment.Clients;

public sealed class UserAgentsTests
{
    private static readonly UserAgents s_agents = new(new TableSeed("seed"u8));

    [Theory]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", ClientClass.Browser)]
    [InlineData("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ClientClass.DeclaredBot)]
    [InlineData("curl/8.9.1", ClientClass.Script)]
    [InlineData("python-requests/2.32.3", ClientClass.Script)]
    [InlineData("Go-http-client/2.0", ClientClass.Script)]
    [InlineData("aws-sdk-go/1.55.5 (go1.22; linux; amd64)", ClientClass.Sdk)]
    [InlineData("Boto3/1.34 md/Botocore python/3.12", ClientClass.Sdk)]
    [InlineData("okhttp/4.12.0", ClientClass.MobileApp)]
    [InlineData("Shop/5.1 CFNetwork/1494 Darwin/23.4.0", ClientClass.MobileApp)]
    [InlineData("something of our own", ClientClass.Unknown)]
    [InlineData("", ClientClass.Unknown)]
    [InlineData(null, ClientClass.Unknown)]
    public void Client_class_is_what_the_agent_declares(string? agent, ClientClass expected) => Assert.Equal(expected, s_agents.Of(agent).Class);

    [Fact]
    public void Fingerprint_is_the_same_in_every_process()
    {
        var other = new UserAgents(new TableSeed("another seed"u8));
        Assert.Equal(other.Of("curl/8.9.1").Fingerprint, s_agents.Of("curl/8.9.1").Fingerprint);
        Assert.Matches("^[0-9a-f]{8}$", s_agents.Of("curl/8.9.1").Fingerprint);
        Assert.NotEqual(s_agents.Of("curl/8.9.2").Fingerprint, s_agents.Of("curl/8.9.1").Fingerprint);
    }
}
