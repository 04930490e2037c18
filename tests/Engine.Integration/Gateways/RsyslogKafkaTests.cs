using Engine.Integration.Kafka;

namespace Engine.Integration.Gateways;

/// <summary>A file of a gateway goes through a real rsyslog into a topic, and from there into a running engine, as <c>deploy/examples/rsyslog</c> has it.</summary>
public sealed class RsyslogKafkaTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("engine-rsyslog-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [KafkaFact]
    public async Task Every_line_of_a_gateway_is_a_record_and_every_record_a_call()
    {
        var topic = kafka.NewTopic(partitions: 3);
        await using var shop = await ShopCalls.StartShopAsync();
        await using var identity = await NginxIdentity.StartAsync();
        await using var nginx = await NginxServer.StartAsync(shop.Port, identity.Port, "to-file.conf", blocked: NginxLog.Blocks);
        await using var rsyslog = ServerProcess.Start("rsyslogd", ["-n", "-i", Path.Combine(_place, "pid"), "-f", Configure(nginx.LogFile, topic)]);
        await using var engine = await FedEngine.StartAsync(
            "rsyslog", "engine.yaml", $"sources.0.kafka.bootstrap_servers={kafka.BootstrapServers}", $"sources.0.kafka.topics={topic}",
            $"sources.0.kafka.group={KafkaUnderTest.NewName()}");
        var calls = await ShopCalls.SendAsync(NginxLog.Calls, nginx.Port);
        await engine.HasAsync(calls, NginxLog.Columns, NginxLog.Row);
    }

    private string Configure(string log, string topic) => Example.Copy(
        "rsyslog", "engine.conf", _place, ("/var/log/nginx/engine.json", log), ("/var/spool/rsyslog", _place), ("kafka:9092", kafka.BootstrapServers), ("gateway-log", topic));
}
