using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Engine.Integration.Kafka;

/// <summary>The mock cluster inside librdkafka (rdkafka_mock.h, 2.16).</summary>
internal static class MockLibrary
{
    private const string Name = "librdkafka";

    /// <remarks>
    /// The package carries several builds, and Confluent.Kafka chooses at run time: the import must be the very file it loaded,
    /// or there are two libraries in one process.
    /// </remarks>
    static MockLibrary()
    {
        _ = Library.VersionString;
        using var process = Process.GetCurrentProcess();
        var loaded = process.Modules.Cast<ProcessModule>().First(module => module.ModuleName.Contains("rdkafka", StringComparison.Ordinal)).FileName;
        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(), (name, _, _) => name == Name ? NativeLibrary.Load(loaded) : IntPtr.Zero);
    }

    [DllImport(Name, EntryPoint = "rd_kafka_conf_new")]
    public static extern IntPtr NewConfiguration();

    [DllImport(Name, EntryPoint = "rd_kafka_new")]
    public static extern IntPtr NewClient(int type, IntPtr configuration, byte[] error, UIntPtr errorSize);

    [DllImport(Name, EntryPoint = "rd_kafka_destroy")]
    public static extern void DestroyClient(IntPtr client);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_cluster_new")]
    public static extern IntPtr NewCluster(IntPtr client, int brokers);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    public static extern void DestroyCluster(IntPtr cluster);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    public static extern IntPtr Bootstraps(IntPtr cluster);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    public static extern void SetInitialRebalanceDelay(IntPtr cluster, int milliseconds);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_topic_create")]
    public static extern int CreateTopic(IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partitions, int replicas);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_topic_delete")]
    public static extern int DeleteTopic(IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_partition_delete_records")]
    public static extern int DeleteRecords(IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partition, long before);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_partition_set_leader")]
    public static extern int SetLeader(IntPtr cluster, [MarshalAs(UnmanagedType.LPUTF8Str)] string topic, int partition, int broker);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_broker_set_down")]
    public static extern int SetDown(IntPtr cluster, int broker);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_broker_set_up")]
    public static extern int SetUp(IntPtr cluster, int broker);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    public static extern int SetRoundTrip(IntPtr cluster, int broker, int milliseconds);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    public static extern void PushErrors(IntPtr cluster, short request, UIntPtr count, int[] errors);

    [DllImport(Name, EntryPoint = "rd_kafka_mock_clear_request_errors")]
    public static extern void ClearErrors(IntPtr cluster, short request);
}
