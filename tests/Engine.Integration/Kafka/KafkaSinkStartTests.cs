using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Engine.Schemas;
using Engine.Sinks.Kafka;
using Engine.Sinks.Kafka.Avro;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engine.Integration.Kafka;

public sealed class KafkaSinkStartTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>
{
    [Fact]
    public async Task A_cluster_that_does_not_answer_is_named_with_what_to_do()
    {
        // A port that was free a moment ago: nobody listens.
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var servers = port.LocalEndpoint.ToString()!;
        port.Stop();
        var options = new KafkaSinkOptions { BootstrapServers = servers, ConnectTimeout = TimeSpan.FromSeconds(3) };

        var failure = await Assert.ThrowsAsync<UserError>(() => KafkaSink.StartAsync(options, new MessageList<KafkaSink>()));

        Assert.Matches($"^Kafka at {servers} gave no answer within 3 s \\(.*refused.*\\); check that the broker is up", failure.Message);
    }

    [Fact]
    public async Task A_setting_that_the_client_refuses_is_named()
    {
        var options = new KafkaSinkOptions { BootstrapServers = "localhost:1", Protocol = KafkaProtocol.Tls, CaFile = "/no/such.pem" };

        var failure = await Assert.ThrowsAsync<UserError>(() => KafkaSink.StartAsync(options, new MessageList<KafkaSink>()));

        Assert.Matches("^the Kafka client refuses its settings \\(.*ssl\\.ca\\.location.*\\); mend that key in section kafka$", failure.Message);
    }

    [KafkaFact]
    public async Task A_missing_topic_is_named_with_what_to_do()
    {
        var options = SinkUnderTest.OptionsFor(kafka) with { DeadLetterTopic = KafkaUnderTest.NewName() };

        var failure = await Assert.ThrowsAsync<UserError>(() => KafkaSink.StartAsync(options, new MessageList<KafkaSink>()));

        Assert.Equal($"topic {options.DeadLetterTopic} does not exist at Kafka {options.BootstrapServers}; create it with: engine topics --create", failure.Message);
    }

    [KafkaFact]
    public async Task With_a_registry_records_begin_with_the_id_of_their_registered_schema()
    {
        var registered = new Dictionary<string, string>();
        await using var registry = await RegistryAsync(async request =>
        {
            var body = await request.ReadFromJsonAsync<JsonElement>();
            lock (registered)
                registered[request.Path.Value!] = $"{request.Headers.Authorization} {body.GetProperty("schema").GetString()}";
            return Results.Json(new { id = 0x01020304 });
        });
        await using var under = await SinkUnderTest.StartAsync(
            kafka, options => options with { SchemaRegistry = registry.Urls.Single(), SchemaRegistryUser = "engine", SchemaRegistryPassword = "secret" });

        await under.WriteAsync(SinkUnderTest.Verdict(0, revision: 5));
        await under.FlushAsync();

        var value = Assert.Single(under.Verdicts).Message.Value;
        Assert.Equal([0, 1, 2, 3, 4], value[..5]);
        Assert.Equal(5, TopicReading.DecodeBody(value[5..], TopicSchema.Verdict)["revision"]);
        Assert.Equal(
            new[] { under.Options.DeadLetterTopic, under.Options.VerdictTopic }.Select(topic => $"/subjects/{topic}-value/versions").Order(), registered.Keys.Order());
        Assert.Equal($"Basic {Convert.ToBase64String("engine:secret"u8)} {TopicSchema.Verdict.Text}", registered[$"/subjects/{under.Options.VerdictTopic}-value/versions"]);
    }

    [KafkaFact]
    public async Task A_registry_that_refuses_a_schema_is_named_with_what_to_do()
    {
        await using var registry = await RegistryAsync(_ => Task.FromResult(Results.Json(new { error_code = 409, message = "incompatible" }, statusCode: 409)));

        var failure = await Assert.ThrowsAsync<UserError>(() => SinkUnderTest.StartAsync(kafka, options => options with { SchemaRegistry = registry.Urls.Single() }));

        Assert.Matches($"^the schema registry at {registry.Urls.Single()} did not take the schema of .*-value \\(.*incompatible.*\\); check kafka.schema_registry", failure.Message);
    }

    private static async Task<WebApplication> RegistryAsync(Func<HttpRequest, Task<IResult>> register)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var registry = builder.Build();
        registry.MapPost("/subjects/{subject}/versions", register);
        await registry.StartAsync();
        return registry;
    }
}
