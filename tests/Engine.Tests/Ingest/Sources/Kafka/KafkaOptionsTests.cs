using System.ComponentModel.DataAnnotations;
using Engine.App.Configuration.Catalogue;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;
using Engine.Schemas;

namespace Engine.Tests.Ingest.Sources.Kafka;

public sealed class KafkaOptionsTests
{
    private static readonly KafkaOptions Good = new() { BootstrapServers = "kafka:9092", Topics = ["gateway-log", "^edge-.*"] };

    [Theory]
    [InlineData("earliest")]
    [InlineData("latest")]
    [InlineData("2026-01-31T00:00:00Z")]
    [InlineData("2026-01-31T01:00:00+01:00")]
    public void A_start_is_a_word_or_a_time(string start) => Assert.Empty(Problems(Good with { Start = start }));

    [Fact]
    public void A_time_without_a_zone_is_utc()
    {
        Assert.True(KafkaStart.TryParse("2026-01-31T00:00:00", out var start));
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero), start.Time);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Assert.Equal(["Start"], Problems(Good with { Start = "yesterday" }));
        Assert.Equal(["Topics", "Topics"], Problems(Good with { Topics = ["a/b", "^("] }));
        Assert.Equal(["SchemaRegistry"], Problems(Good with { Encoding = KafkaEncoding.Avro }));
        Assert.Equal(["SchemaRegistry"], Problems(Good with { SchemaRegistry = "http://registry:8081" }));
        Assert.Equal(["User", "Password"], Problems(Good with { Protocol = KafkaProtocol.SaslTls }));
    }

    [Fact]
    public void Avro_needs_a_format_that_is_json()
    {
        var options = new KafkaSource.Options { Name = "gateway", Format = "combined", Kafka = Good with { Encoding = KafkaEncoding.Avro, SchemaRegistry = "http://registry:8081" } };
        var refusal = Assert.Throws<UserError>(() => KafkaSource.Open(options, FormatCatalog.Create(), TimeProvider.System, new ReadProgress()));
        Assert.Contains("name a JSON format", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_promises_rest_on_cannot_be_configured_and_what_is_a_matter_of_speed_can()
    {
        var settings = ConsumerSettings.Group(new KafkaSource.Options
        {
            Name = "gateway",
            Format = "combined",
            Kafka = Good with { Client = new Dictionary<string, string> { ["enable.auto.offset.store"] = "true", ["auto.offset.reset"] = "latest", ["queued.max.messages.kbytes"] = "9" } },
        }).ToDictionary(setting => setting.Key, setting => setting.Value);
        Assert.Equal(("False", "error", "9"), (settings["enable.auto.offset.store"], settings["auto.offset.reset"], settings["queued.max.messages.kbytes"]));
    }

    [Fact]
    public void Every_key_is_written_as_the_others_of_the_configuration_and_says_what_it_is()
    {
        var all = OptionCatalogue.Of(typeof(KafkaOptions));
        Assert.Equal(["bootstrap_servers", "protocol"], all.Take(2).Select(key => key.Name));
        Assert.Equal(["topics", "group", "start"], all.SkipWhile(key => key.Name != "topics").Take(3).Select(key => key.Name));
        var keys = all.ToDictionary(key => key.Name);
        Assert.All(keys.Values, key => Assert.NotEmpty(key.Summary));
        Assert.Equal("secret (file:/path or env:NAME)", keys["schema_registry_password"].Type);
        Assert.Equal("one of plaintext, tls, sasl-plaintext, sasl-tls", keys["protocol"].Type);
        Assert.Equal(["bootstrap_servers", "topics"], keys.Values.Where(key => key.IsRequired).Select(key => key.Name).Order());
        Assert.Equal(("text by name", "{}"), (keys["client"].Type, keys["client"].Default));
    }

    private static string[] Problems(KafkaOptions options) => [.. options.Validate(new ValidationContext(options)).SelectMany(problem => problem.MemberNames)];
}
