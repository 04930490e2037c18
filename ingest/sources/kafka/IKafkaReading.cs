namespace Engine.Ingest.Sources.Kafka;

/// <summary>What the thread of a source does.</summary>
internal interface IKafkaReading
{
    /// <summary>Reads until there is no more, or until asked to close. Throws what ends the stream.</summary>
    /// <param name="output">Takes the batches. Once it is closed nothing is read, but offsets are still kept.</param>
    /// <param name="closing">Asks to leave.</param>
    void Run(HandOver output, CancellationToken closing);
}
