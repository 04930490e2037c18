using System.ComponentModel.DataAnnotations;
using Engine.Schemas;

namespace Engine.Tests.Schemas;

public sealed class KafkaConnectionTests
{
    private static readonly KafkaConnection Plain = new() { BootstrapServers = "kafka:9092" };

    [Fact]
    public void A_plain_connection_needs_only_brokers()
    {
        Assert.Empty(Problems(Plain));
        Assert.Equal(new Dictionary<string, string> { ["bootstrap.servers"] = "kafka:9092", ["security.protocol"] = "plaintext" }, Plain.ToClientProperties());
    }

    [Fact]
    public void Everything_that_secures_it_reaches_the_client()
    {
        var secured = Plain with
        {
            Protocol = KafkaProtocol.SaslTls,
            SaslMechanism = KafkaMechanism.ScramSha256,
            User = "engine",
            Password = "secret",
            CaFile = "ca.pem",
            CertificateFile = "engine.pem",
            KeyFile = "engine.key",
        };
        Assert.Empty(Problems(secured));
        var properties = secured.ToClientProperties();
        Assert.Equal("sasl_ssl", properties["security.protocol"]);
        Assert.Equal("SCRAM-SHA-256", properties["sasl.mechanisms"]);
        Assert.Equal(("engine", "secret"), (properties["sasl.username"], properties["sasl.password"]));
        Assert.Equal(
            ("ca.pem", "engine.pem", "engine.key"),
            (properties["ssl.ca.location"], properties["ssl.certificate.location"], properties["ssl.key.location"]));
    }

    [Fact]
    public void A_setting_of_the_client_does_not_replace_what_has_a_key_of_its_own()
    {
        var properties = (Plain with { Client = new Dictionary<string, string> { ["fetch.min.bytes"] = "7", ["bootstrap.servers"] = "other:1" } }).ToClientProperties();
        Assert.Equal(("7", "kafka:9092"), (properties["fetch.min.bytes"], properties["bootstrap.servers"]));
    }

    [Fact]
    public void Half_an_identity_is_refused()
    {
        Assert.Equal(["User", "Password"], Problems(Plain with { Protocol = KafkaProtocol.SaslPlaintext }));
        Assert.Equal(["KeyFile"], Problems(Plain with { Protocol = KafkaProtocol.Tls, CertificateFile = "engine.pem" }));
    }

    [Fact]
    public void What_the_protocol_does_not_use_is_refused() =>
        Assert.Equal(["User", "Password", "CaFile"], Problems(Plain with { User = "engine", Password = "secret", CaFile = "ca.pem" }));

    private static string[] Problems(KafkaConnection connection) =>
        [.. connection.Validate(new ValidationContext(connection)).SelectMany(problem => problem.MemberNames)];
}
