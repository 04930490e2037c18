using System.Text.RegularExpressions;
using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>The topics that a configuration names, as they are on the brokers now.</summary>
/// <remarks>For the thread that consumes.</remarks>
internal sealed class TopicList(KafkaSource.Options options, IAdminClient admin, ClientNews news, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_retryEvery = TimeSpan.FromMilliseconds(250);

    private readonly (string Asked, Regex? Pattern)[] _asked =
        [.. options.Kafka.Topics.Select(topic => (topic, topic.StartsWith('^') ? new Regex(topic, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) : null))];
    private Dictionary<string, int> _found = [];
    private long? _lookedAt;

    /// <summary>Partitions of all topics that exist.</summary>
    public int Count => _found.Values.Sum();

    /// <summary>Every partition, by topic and number.</summary>
    public IEnumerable<TopicPartition> All() =>
        from topic in _found.OrderBy(topic => topic.Key, StringComparer.Ordinal)
        from partition in Enumerable.Range(0, topic.Value)
        select new TopicPartition(topic.Key, partition);

    /// <summary>Waits until there is something to read.</summary>
    /// <exception cref="UserError">No broker answers in time, or none of the topics exists.</exception>
    public void Await(CancellationToken closing)
    {
        var since = time.GetTimestamp();
        while (!TryLook() || Count == 0)
        {
            closing.ThrowIfCancellationRequested();
            if (time.GetElapsedTime(since) > options.Kafka.StartTimeout)
                throw NothingToRead();
            closing.WaitHandle.WaitOne(s_retryEvery);
        }

        news.HearMissing(Missing());
    }

    /// <summary>Looks again once in a while, and for a broker that answers while none does.</summary>
    public void LookWhenDue()
    {
        if ((news.IsAway || time.GetElapsedTime(_lookedAt ?? 0) > options.Kafka.RefreshEvery) && TryLook())
            news.HearMissing(Missing());
    }

    private bool TryLook()
    {
        try
        {
            // Of all topics: to ask for one by name would create it on some brokers.
            var metadata = admin.GetMetadata(s_patience);
            _found = metadata.Topics.Where(topic => topic.Partitions.Count > 0 && !topic.Error.IsError && IsAsked(topic.Topic))
                .ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
            _lookedAt = time.GetTimestamp();
            news.HearAnswer();
            return true;
        }
        catch (KafkaException away)
        {
            news.HearNoAnswer(away.Error);
            return false;
        }
    }

    private bool IsAsked(string topic) => Array.Exists(_asked, asked => asked.Pattern?.IsMatch(topic) ?? asked.Asked == topic);

    private IEnumerable<string> Missing() =>
        _asked.Where(asked => asked.Pattern is { } pattern ? !_found.Keys.Any(pattern.IsMatch) : !_found.ContainsKey(asked.Asked)).Select(asked => asked.Asked);

    private UserError NothingToRead()
    {
        var (servers, patience) = (options.Kafka.BootstrapServers, $"{options.Kafka.StartTimeout.TotalSeconds:0} s");
        var what = _lookedAt is null
            ? $"no broker of {servers} answers after {patience} ({news.LastComplaint?.TrimEnd('.')}); check bootstrap_servers, protocol and that Kafka runs"
            : options.Kafka.Topics is [var only]
                ? $"{servers} has no topic '{only}' after {patience}; create it, or correct topics"
                : $"{servers} has none of the topics {string.Join(", ", options.Kafka.Topics)} after {patience}; create one, or correct topics";
        return new UserError($"source '{options.Name}': {what}");
    }
}
