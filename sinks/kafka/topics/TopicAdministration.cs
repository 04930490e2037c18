using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Engine.Schemas;

namespace Engine.Sinks.Kafka.Topics;

/// <summary>Looks at the topics of a cluster, and creates what is missing.</summary>
public sealed class TopicAdministration : IDisposable
{
    private const int MostReplicas = 3;

    private readonly KafkaConnection _connection;
    private readonly TimeSpan _timeout;
    private readonly IAdminClient _admin;
    private volatile string? _latest;

    /// <param name="connection">Whose cluster.</param>
    /// <param name="timeout">Longest wait for an answer.</param>
    /// <exception cref="UserError">The client refuses its settings.</exception>
    public TopicAdministration(KafkaConnection connection, TimeSpan timeout)
    {
        (_connection, _timeout) = (connection, timeout);
        _admin = KafkaTrouble.Built(() => new AdminClientBuilder(connection.ToClientProperties())
            .SetErrorHandler((_, error) => _latest = error.Reason)
            .SetLogHandler((_, _) => { })
            .Build());
    }

    /// <summary>How each of the topics is.</summary>
    /// <exception cref="UserError">The cluster does not answer.</exception>
    public async Task<IReadOnlyList<TopicReport>> CheckAsync(IReadOnlyList<TopicSpec> specs)
    {
        var there = (await MetadataAsync()).Topics.Where(topic => !topic.Error.IsError).ToDictionary(topic => topic.Topic);
        var settings = await SettingsAsync(specs.Where(spec => spec.IsOurs && there.ContainsKey(spec.Name)));
        return [.. specs.Select(spec => TopicReport.Of(spec, StateOf(there.GetValueOrDefault(spec.Name), settings.GetValueOrDefault(spec.Name))))];
    }

    /// <summary>Creates those of ours that are required and not there, three times replicated where there are as many brokers.</summary>
    /// <returns>The reports as they are afterwards.</returns>
    /// <exception cref="UserError">The cluster does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<TopicReport>> CreateAsync(IReadOnlyList<TopicReport> reports)
    {
        var missing = reports.Where(report => report is { State: null, Spec: { IsOurs: true, IsRequired: true } }).ToList();
        if (missing.Count == 0)
            return reports;
        var replicas = Math.Min(MostReplicas, (await MetadataAsync()).Brokers.Count);
        try
        {
            await _admin.CreateTopicsAsync(missing.Select(report => Specification(report.Spec, replicas)), new CreateTopicsOptions { RequestTimeout = _timeout, OperationTimeout = _timeout });
        }
        catch (CreateTopicsException e) when (e.Results.All(result => !result.Error.IsError || result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // Somebody else was faster.
        }
        catch (KafkaException e)
        {
            var failed = (e as CreateTopicsException)?.Results.Find(result => result.Error.IsError);
            throw KafkaTrouble.NotCreated(_connection, failed?.Topic ?? missing[0].Spec.Name, failed?.Error ?? e.Error, _latest);
        }

        return [.. reports.Select(report => missing.Contains(report) ? TopicReport.Of(report.Spec, AsCreated(report.Spec, replicas)) : report)];
    }

    public void Dispose() => _admin.Dispose();

    private static TopicSpecification Specification(TopicSpec spec, int replicas) => new()
    {
        Name = spec.Name,
        NumPartitions = spec.Partitions,
        ReplicationFactor = (short)replicas,
        Configs = new Dictionary<string, string>
        {
            ["cleanup.policy"] = "delete",
            ["retention.ms"] = ((long)(spec.Retention ?? TimeSpan.FromDays(7)).TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
            // What is confirmed is on two brokers, and one may be away.
            ["min.insync.replicas"] = Math.Max(1, replicas - 1).ToString(CultureInfo.InvariantCulture),
            ["max.message.bytes"] = Math.Max(spec.RecordBytes ?? 0, 1_048_588).ToString(CultureInfo.InvariantCulture),
        },
    };

    private static TopicState AsCreated(TopicSpec spec, int replicas) => new(spec.Partitions, replicas, "delete", spec.Retention, spec.RecordBytes);

    private static TopicState? StateOf(TopicMetadata? topic, IReadOnlyDictionary<string, ConfigEntryResult>? settings) => topic is null
        ? null
        : new TopicState(
            topic.Partitions.Count, topic.Partitions.Select(partition => partition.Replicas.Length).DefaultIfEmpty().Min(),
            settings?.GetValueOrDefault("cleanup.policy")?.Value, Age(Number(settings, "retention.ms")), Number(settings, "max.message.bytes"));

    private static long? Number(IReadOnlyDictionary<string, ConfigEntryResult>? settings, string name) =>
        long.TryParse(settings?.GetValueOrDefault(name)?.Value, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static TimeSpan? Age(long? milliseconds) => milliseconds switch
    {
        null => null,
        < 0 or > 9_000_000_000_000 => TimeSpan.MaxValue,
        { } finite => TimeSpan.FromMilliseconds(finite),
    };

    private async Task<Metadata> MetadataAsync()
    {
        try
        {
            // All topics: asking for one by name would make a broker that may create topics create it. The call blocks its thread.
            return await Task.Run(() => _admin.GetMetadata(_timeout));
        }
        catch (KafkaException e)
        {
            throw KafkaTrouble.NoAnswer(_connection, _timeout, e.Error, _latest);
        }
    }

    /// <summary>Settings by topic; empty where the cluster does not tell us.</summary>
    private async Task<Dictionary<string, Dictionary<string, ConfigEntryResult>>> SettingsAsync(IEnumerable<TopicSpec> specs)
    {
        var resources = specs.Select(spec => new ConfigResource { Type = ResourceType.Topic, Name = spec.Name }).ToList();
        if (resources.Count == 0)
            return [];
        try
        {
            var results = await _admin.DescribeConfigsAsync(resources, new DescribeConfigsOptions { RequestTimeout = _timeout });
            return results.ToDictionary(result => result.ConfigResource.Name, result => result.Entries);
        }
        catch (KafkaException)
        {
            // Reading settings is a right of its own (DescribeConfigs); who lacks it still learns what is missing.
            return [];
        }
    }
}
