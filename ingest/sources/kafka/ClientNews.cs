using Confluent.Kafka;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>What the client reports of brokers and topics, each told once until it is over.</summary>
/// <remarks>For the thread that consumes, which also runs the client's error handler.</remarks>
internal sealed partial class ClientNews(KafkaSource.Options options)
{
    private readonly HashSet<string> _missing = [];
    private readonly HashSet<ErrorCode> _told = [];
    private readonly ILogger _log = options.Log;

    /// <summary>True: no broker answers.</summary>
    public bool IsAway { get; private set; }

    /// <summary>What the client complained of last, for the reason why a start fails; null: nothing.</summary>
    public string? LastComplaint { get; private set; }

    /// <summary>Handler of the client's errors.</summary>
    public void Hear(Error error)
    {
        LastComplaint = error.Reason;
        if (error.Code == ErrorCode.Local_AllBrokersDown && !IsAway)
        {
            IsAway = true;
            LogAway(options.Name, options.Kafka.BootstrapServers);
        }
    }

    /// <summary>A question was not answered.</summary>
    public void HearNoAnswer(Error error) => LastComplaint ??= error.Reason;

    /// <summary>A broker has answered.</summary>
    public void HearAnswer()
    {
        if (!IsAway)
            return;
        IsAway = false;
        LogBack(options.Name, options.Kafka.BootstrapServers);
    }

    /// <summary>Tells of each topic when it is first missed, and when it is back.</summary>
    public void HearMissing(IEnumerable<string> topics)
    {
        var now = topics.ToHashSet();
        foreach (var topic in now.Except(_missing))
            LogMissing(options.Name, topic, options.Kafka.BootstrapServers);
        foreach (var topic in _missing.Except(now))
            LogFound(options.Name, topic);
        _missing.Clear();
        _missing.UnionWith(now);
    }

    /// <summary>What reading itself met with.</summary>
    /// <exception cref="UserError">It does not pass by itself.</exception>
    public void HearTrouble(Error error)
    {
        if (error.Code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed)
            throw new UserError($"source '{options.Name}': {options.Kafka.BootstrapServers} does not allow it ({error.Reason.TrimEnd('.')}); grant the user reading of the topics and the group");
        if (error.IsFatal)
            throw new UserError($"source '{options.Name}': the Kafka client gives up ({error.Reason.TrimEnd('.')}); start again");
        // A missing topic is told by name, when the topics are looked up.
        if (error.Code is not (ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition) && _told.Add(error.Code))
            LogTrouble(options.Name, error.Reason);
    }

    [LoggerMessage(1201, LogLevel.Warning, "source '{Source}': no broker of {Servers} answers; nothing is read until one does")]
    private partial void LogAway(string source, string servers);

    [LoggerMessage(1202, LogLevel.Warning, "source '{Source}': {Servers} answers again")]
    private partial void LogBack(string source, string servers);

    [LoggerMessage(1203, LogLevel.Warning, "source '{Source}': topic '{Topic}' is not on {Servers}; it is read when it comes, the others are read meanwhile")]
    private partial void LogMissing(string source, string topic, string servers);

    [LoggerMessage(1204, LogLevel.Warning, "source '{Source}': topic '{Topic}' is there")]
    private partial void LogFound(string source, string topic);

    [LoggerMessage(1205, LogLevel.Warning, "source '{Source}': Kafka reports: {Reason}; reading goes on")]
    private partial void LogTrouble(string source, string reason);
}
