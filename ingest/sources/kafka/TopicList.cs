using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>The topics that a configuration names, as they are on the brokers now.</summary>
internal sealed class TopicList
{
    private readonly IReadOnlyList<string> _asked;
    private readonly Regex[] _patterns;
    private Dictionary<string, int> _found = [];

    /// <param name="asked">Names, and patterns that begin with '^'.</param>
    public TopicList(IReadOnlyList<string> asked)
    {
        _asked = asked;
        _patterns = [.. asked.Where(topic => topic.StartsWith('^')).Select(topic => new Regex(topic, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)))];
    }

    /// <summary>Topics that exist, by name, with the number of their partitions.</summary>
    public IReadOnlyDictionary<string, int> Found => _found;

    /// <summary>Partitions of all of them.</summary>
    public int Partitions => _found.Values.Sum();

    /// <summary>Asked for and not there.</summary>
    public IEnumerable<string> Missing => _asked.Where(topic => topic.StartsWith('^') ? _found.Keys.All(name => !Regex.IsMatch(name, topic)) : !_found.ContainsKey(topic));

    /// <summary>Every partition, by topic and number.</summary>
    public IEnumerable<TopicPartition> All() =>
        from topic in _found.OrderBy(topic => topic.Key, StringComparer.Ordinal)
        from partition in Enumerable.Range(0, topic.Value)
        select new TopicPartition(topic.Key, partition);

    public void Update(Metadata metadata) => _found = metadata.Topics
        .Where(topic => topic.Partitions.Count > 0 && !topic.Error.IsError && IsAsked(topic.Topic))
        .ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);

    private bool IsAsked(string topic) => _asked.Contains(topic) || Array.Exists(_patterns, pattern => pattern.IsMatch(topic));
}
