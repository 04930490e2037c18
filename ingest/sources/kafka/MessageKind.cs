namespace Engine.Ingest.Sources.Kafka;

/// <summary>What a consumed message is.</summary>
internal enum MessageKind
{
    /// <summary>A record.</summary>
    Record,

    /// <summary>It should be a record and cannot be read as one.</summary>
    Fault,

    /// <summary>It holds nothing: a tombstone.</summary>
    Nothing,

    /// <summary>It cannot be read yet, because its schema is not known yet.</summary>
    Waits,
}
