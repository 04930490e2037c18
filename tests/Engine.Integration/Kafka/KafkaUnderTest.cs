using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Engine.Ingest.Sources.Kafka;

namespace Engine.Integration.Kafka;

/// <summary>
/// The Kafka that a test class speaks to: a mock cluster of its own, or the broker in <c>ENGINE_TEST_KAFKA</c>. Topics and groups get names
/// that no other run has.
/// </summary>
public sealed class KafkaUnderTest : IDisposable
{
    public const string Variable = "ENGINE_TEST_KAFKA";

    private readonly MockKafka? _mock;
    private readonly List<string> _topics = [];

    public KafkaUnderTest()
        : this(brokers: 1)
    {
    }

    internal KafkaUnderTest(int brokers) => _mock = IsReal ? null : new MockKafka(brokers);

    public static bool IsReal => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    public string BootstrapServers => _mock?.BootstrapServers ?? Environment.GetEnvironmentVariable(Variable)!;

    /// <summary>For tests that are marked as the mock's only.</summary>
    internal MockKafka Mock => _mock ?? throw new InvalidOperationException($"{Variable} names a real broker: mark the test as one for the mock");

    /// <summary>A name nobody else uses.</summary>
    public static string NewName(string start = "engine-test") => $"{start}-{Guid.NewGuid():n}";

    /// <summary>An empty topic.</summary>
    public string NewTopic(int partitions = 1)
    {
        var topic = NewName();
        Create(topic, partitions);
        return topic;
    }

    public void Create(string topic, int partitions)
    {
        _topics.Add(topic);
        if (_mock is not null)
        {
            _mock.CreateTopic(topic, partitions);
            return;
        }

        using var admin = Admin();
        admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }]).GetAwaiter().GetResult();
    }

    public void AddPartitions(string topic, int all)
    {
        using var admin = Admin();
        admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = topic, IncreaseTo = all }]).GetAwaiter().GetResult();
    }

    public void Delete(string topic)
    {
        _topics.Remove(topic);
        if (_mock is not null)
        {
            _mock.DeleteTopic(topic);
            return;
        }

        using var admin = Admin();
        admin.DeleteTopicsAsync([topic]).GetAwaiter().GetResult();
    }

    /// <summary>What retention does: records before the offset are gone.</summary>
    public void DeleteRecords(string topic, int partition, long before)
    {
        if (_mock is not null)
        {
            _mock.DeleteRecords(topic, partition, before);
            return;
        }

        using var admin = Admin();
        admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, partition, before)]).GetAwaiter().GetResult();
    }

    /// <summary>Options of a source that reads this topic, named <c>gateway</c>, in a group of its own.</summary>
    internal KafkaSource.Options Source(params string[] topics) => new()
    {
        Name = "gateway",
        Format = "combined",
        Kafka = new KafkaOptions
        {
            BootstrapServers = BootstrapServers,
            Topics = topics,
            Group = NewName(),
            RefreshEvery = TimeSpan.FromSeconds(1),
            // A member learns of a rebalance by its next heartbeat.
            Client = new Dictionary<string, string> { ["heartbeat.interval.ms"] = "200", ["session.timeout.ms"] = "6000" },
        },
    };

    public void Dispose()
    {
        _mock?.Dispose();
        if (_mock is not null || _topics.Count == 0)
            return;
        using var admin = Admin();
        admin.DeleteTopicsAsync(_topics).GetAwaiter().GetResult();
    }

    private IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = BootstrapServers }).Build();
}
