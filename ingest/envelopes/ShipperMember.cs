namespace Engine.Ingest.Envelopes;

/// <summary>Members of a shipper's JSON that may hold the record. The order is that of a text: where several are there, the first is it.</summary>
internal enum ShipperMember
{
    /// <summary>Fluent Bit, Fluentd. Filebeat's says which file the line is from, as an object.</summary>
    Log,

    /// <summary>Vector, Filebeat, Logstash.</summary>
    Message,

    /// <summary>rsyslog.</summary>
    Msg,

    /// <summary>journald.</summary>
    JournalMessage,

    /// <summary>Logstash with ECS: <c>event.original</c>, where the message was taken apart.</summary>
    Event,

    /// <summary>Filebeat and Elastic Agent, where they parsed the line.</summary>
    Json,

    /// <summary>Fluent Bit's Kubernetes filter, where it parsed the line.</summary>
    LogProcessed,

    /// <summary>Any other.</summary>
    None,
}
