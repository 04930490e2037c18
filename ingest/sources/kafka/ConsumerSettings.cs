using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>
/// Settings of the client. What the engine's promises rest on cannot be changed by the configuration; what is only a matter of speed can.
/// </summary>
internal static class ConsumerSettings
{
    /// <summary>For reading as a member of the group.</summary>
    public static ConsumerConfig Group(KafkaSource.Options options)
    {
        var refresh = (int)options.Kafka.RefreshEvery.TotalMilliseconds;
        var settings = Of(options, options.Kafka.Group);
        Default(settings, "queued.max.messages.kbytes", "32768");
        // An engine that died holds its partitions for so long: a lone one shall be back soon.
        Default(settings, "session.timeout.ms", options.IsAlone ? "10000" : "45000");
        settings.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
        // The client commits in the background what is stored, and stored is only what was acknowledged: a commit of our own would stop the
        // polling for as long as the coordinator does not answer.
        settings.EnableAutoCommit = true;
        settings.AutoCommitIntervalMs = 1000;
        settings.TopicMetadataRefreshIntervalMs = refresh;
        settings.MetadataMaxAgeMs = 3 * refresh;
        return settings;
    }

    /// <summary>For reading a range, as nobody's member.</summary>
    public static ConsumerConfig Range(KafkaSource.Options options, string group)
    {
        var settings = Of(options, group);
        settings.ConsumeResultFields = "timestamp,topic";
        // Partitions are held back one by one, and what the client has fetched of them is then fetched again.
        Default(settings, "queued.max.messages.kbytes", "16384");
        Default(settings, "fetch.message.max.bytes", "262144");
        settings.EnableAutoCommit = false;
        settings.EnablePartitionEof = true;
        // It is polled when the stream wants something, which may be late.
        settings.MaxPollIntervalMs = 86_400_000;
        return settings;
    }

    /// <summary>Opens the client with them.</summary>
    /// <exception cref="UserError">The client refuses a setting.</exception>
    public static IConsumer<Ignore, Payload> Open(KafkaSource.Options options, ConsumerBuilder<Ignore, Payload> builder)
    {
        try
        {
            return builder.Build();
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new UserError($"source '{options.Name}': the Kafka client refuses its settings ({UserError.Why(refused)}); correct section kafka", isUsage: true, refused);
        }
    }

    private static ConsumerConfig Of(KafkaSource.Options options, string group)
    {
        var settings = new ConsumerConfig(options.Kafka.ToClientProperties())
        {
            GroupId = group,
            ClientId = "engine",
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            AllowAutoCreateTopics = false,
            EnablePartitionEof = false,
            ConsumeResultFields = "topic",
        };
        // So that a broker that comes back is found within a second.
        Default(settings, "reconnect.backoff.max.ms", "1000");
        // The client fetches ahead until its queue is full, and then looks away for a second: longer than it takes to empty it.
        Default(settings, "fetch.queue.backoff.ms", "50");
        return settings;
    }

    private static void Default(ConsumerConfig settings, string name, string value)
    {
        if (settings.All(setting => setting.Key != name))
            settings.Set(name, value);
    }
}
