using Engine.App.Configuration;
using Engine.Ingest.Sources.Kafka;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs;

/// <summary>A configured Kafka source as a run reads it.</summary>
internal static class KafkaInput
{
    public static KafkaSource.Options Of(SourceOptions source, KafkaOptions kafka, EngineOptions options, InputPositions positions, ILoggerFactory logs) => new()
    {
        Name = source.Name,
        Format = source.Format,
        Kafka = kafka,
        Environment = source.Environment,
        Batch = options.Engine.Batch,
        Resume = positions,
        IsAlone = true,
        Log = logs.CreateLogger(nameof(KafkaSource)),
    };
}
