using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;

namespace Engine.Integration.Kafka;

/// <summary>
/// A Kafka cluster inside this process that any client reaches over TCP: the mock of librdkafka. What it cannot do is told where a test
/// needs it (<see cref="KafkaFactAttribute"/>): transactions, offsets by time, the admin client but for reading.
/// </summary>
/// <remarks>
/// It keeps 5 MiB or 100,000 batches of a partition and drops what is older in silence. A topic that a producer or a metadata request
/// names comes into being with 4 partitions. Listing consumer groups aborts the process.
/// </remarks>
internal sealed class MockKafka : IDisposable
{
    /// <summary>Means every broker where a broker is asked for.</summary>
    public const int All = -1;

    private const int Producer = 0;

    private readonly IntPtr _client;
    private readonly IntPtr _cluster;

    /// <param name="brokers">Their ids begin at 1.</param>
    public MockKafka(int brokers = 1)
    {
        var error = new byte[512];
        _client = MockLibrary.NewClient(Producer, MockLibrary.NewConfiguration(), error, (UIntPtr)error.Length);
        if (_client == IntPtr.Zero)
            throw new InvalidOperationException(Encoding.UTF8.GetString(error).TrimEnd('\0'));
        _cluster = MockLibrary.NewCluster(_client, brokers);
        BootstrapServers = Marshal.PtrToStringUTF8(MockLibrary.Bootstraps(_cluster))!;
        // Default 3 s: how long a group waits for more members before it assigns.
        MockLibrary.SetInitialRebalanceDelay(_cluster, 100);
    }

    public string BootstrapServers { get; }

    public void CreateTopic(string topic, int partitions) => Require(MockLibrary.CreateTopic(_cluster, topic, partitions, replicas: 1));

    public void DeleteTopic(string topic) => Require(MockLibrary.DeleteTopic(_cluster, topic));

    /// <summary>What retention does: records before the offset are gone.</summary>
    public void DeleteRecords(string topic, int partition, long before) => Require(MockLibrary.DeleteRecords(_cluster, topic, partition, before));

    /// <summary>Moves the partition; -1 leaves it without a leader.</summary>
    public void SetLeader(string topic, int partition, int broker) => Require(MockLibrary.SetLeader(_cluster, topic, partition, broker));

    /// <summary>Cuts the broker's connections and accepts no new ones.</summary>
    public void TakeDown(int broker = All) => Require(MockLibrary.SetDown(_cluster, broker));

    public void BringUp(int broker = All) => Require(MockLibrary.SetUp(_cluster, broker));

    public void SetRoundTrip(TimeSpan delay, int broker = All) => Require(MockLibrary.SetRoundTrip(_cluster, broker, (int)delay.TotalMilliseconds));

    /// <summary>The next requests of this kind fail with these errors, one each.</summary>
    public void Fail(KafkaRequest request, params ErrorCode[] errors) =>
        MockLibrary.PushErrors(_cluster, (short)request, (UIntPtr)errors.Length, [.. errors.Select(error => (int)error)]);

    public void StopFailing(KafkaRequest request) => MockLibrary.ClearErrors(_cluster, (short)request);

    public void Dispose()
    {
        MockLibrary.DestroyCluster(_cluster);
        MockLibrary.DestroyClient(_client);
    }

    private static void Require(int error)
    {
        if (error != 0)
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"the mock cluster refuses: {(ErrorCode)error}"));
    }
}
