using System.Globalization;
using Engine.App.Configuration;
using Engine.Ingest.Sources.Kafka;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs;

/// <summary>A configured Kafka source as a run reads it.</summary>
internal static class KafkaInput
{
    /// <summary>For people: its name and topics.</summary>
    public static string Name(SourceOptions source) => $"{source.Name} (Kafka topics {string.Join(", ", source.Kafka!.Topics)})";

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

    /// <summary>What retention took before it was read, for a person; null where it took nothing.</summary>
    public static string? Missing(IEnumerable<KafkaProgress> lags) => lags.Sum(lag => lag.Missed) is > 0 and var missed
        ? string.Create(CultureInfo.InvariantCulture, $"{missed:N0} records were lost to retention before they were read")
        : null;
}
