using Confluent.Kafka;
using Engine.Schemas;

namespace Engine.Sinks.Kafka;

/// <summary>What went wrong at a cluster, for the person who has to mend it: which broker, which topic, what to do.</summary>
internal static class KafkaTrouble
{
    /// <summary>A record that will never be confirmed.</summary>
    /// <param name="connection">Whose cluster.</param>
    /// <param name="topic">Where it should have gone.</param>
    /// <param name="error">What the client says.</param>
    /// <param name="latest">What else the client said lately; null: nothing.</param>
    public static UserError NotDelivered(KafkaConnection connection, string topic, Error error, string? latest) => new(
        $"Kafka at {connection.BootstrapServers} did not take a record for topic {topic} ({Why(error, latest)}); {Advice(error.Code, topic)}");

    /// <summary>The cluster gave no answer when the engine started or asked about topics.</summary>
    public static UserError NoAnswer(KafkaConnection connection, TimeSpan waited, Error error, string? latest) => new(
        $"Kafka at {connection.BootstrapServers} gave no answer within {waited.TotalSeconds:0.###} s ({Why(error, latest)}); {Advice(error.Code, null)}");

    /// <summary>Makes a client.</summary>
    /// <exception cref="UserError">Its settings cannot be: a file that is not there, a setting that it does not know.</exception>
    public static T Built<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new UserError($"the Kafka client refuses its settings ({UserError.Why(e)}); mend that key in section kafka", isUsage: true, e);
        }
    }

    /// <summary>The topic is there, or may be, and not for us.</summary>
    public static UserError NotUsable(KafkaConnection connection, string topic, Error error) => new(
        $"topic {topic} at Kafka {connection.BootstrapServers} cannot be used ({Why(error, null)}); {Advice(error.Code, topic)}");

    /// <summary>A topic could not be created.</summary>
    public static UserError NotCreated(KafkaConnection connection, string topic, Error error, string? latest) => new(
        $"topic {topic} was not created at Kafka {connection.BootstrapServers} ({Why(error, latest)}); {Advice(error.Code, topic)}");

    public static UserError NoTopic(KafkaConnection connection, string topic) => new(
        $"topic {topic} does not exist at Kafka {connection.BootstrapServers}; create it with: engine topics --create");

    private static string Why(Error error, string? latest)
    {
        var why = error.Reason.Trim().TrimEnd('.');
        return (latest is null || latest == why ? why : $"{why}: {latest.Trim().TrimEnd('.')}").ReplaceLineEndings(" ");
    }

    private static string Advice(ErrorCode code, string? topic) => code switch
    {
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => "check it with: engine topics --check",
        ErrorCode.TopicAuthorizationFailed => $"allow our user to create and write {topic}",
        ErrorCode.ClusterAuthorizationFailed => "allow our user IdempotentWrite on the cluster, and Create for engine topics --create",
        ErrorCode.Local_UnsupportedFeature => "this broker cannot be administered: create the topics with its own tools",
        ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication or ErrorCode.Local_Ssl => "check protocol, user, password and certificates in section kafka",
        ErrorCode.PolicyViolation or ErrorCode.TopicException or ErrorCode.InvalidRecord => "the broker's own configuration forbids it: look at the topic and the broker's log",
        _ => "check that the broker is up, that bootstrap_servers names it, and that it may be reached from here",
    };
}
