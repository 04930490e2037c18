using System.Text;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources.Kafka;

namespace Engine.Integration.Kafka;

/// <summary>The first records of topics, by which their format is told.</summary>
public sealed class KafkaHeadTests(KafkaUnderTest kafka) : IClassFixture<KafkaUnderTest>, IDisposable
{
    private const string Line = "203.0.113.7 - - [23/Nov/2026:20:28:01 +0100] \\\"GET / HTTP/1.1\\\" 200 1 \\\"-\\\" \\\"-\\\"";

    private readonly KafkaRecords _records = new(kafka);

    public void Dispose() => _records.Dispose();

    private Task<InputHead> HeadAsync(string topic) =>
        KafkaSource.HeadAsync(kafka.Source(topic) with { Format = FormatChoice.Auto }, FormatCatalog.Create(), TimeProvider.System, CancellationToken.None);

    [KafkaFact]
    public async Task The_first_records_of_every_partition_tell_the_format()
    {
        var topic = kafka.NewTopic(partitions: 3);
        _records.Write(topic, 0, Enumerable.Range(0, 1_000).Select(number => $"{{\"message\":\"{Line}\",\"offset\":{number}}}"));
        _records.Write(topic, 2, $"{{\"message\":\"{Line}\"}}");

        var head = Assert.IsType<InputHead.Messages>(await HeadAsync(topic));

        Assert.InRange(head.Records.Count, FormatProbe.MostRecords, 1_001);
        Assert.StartsWith("{\"message\":", Encoding.UTF8.GetString(head.Records[0].Span), StringComparison.Ordinal);
        Assert.Equal("json/combined", FormatChoice.Of(FormatProbe.Examine(head, FormatCatalog.Create()), topic).Format);
    }

    [KafkaFact]
    public async Task An_empty_topic_has_no_records() => Assert.Empty(Assert.IsType<InputHead.Messages>(await HeadAsync(kafka.NewTopic())).Records);
}
