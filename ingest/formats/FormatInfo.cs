using Engine.Ingest.Envelopes;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>What a format is, for the catalogue and the documentation.</summary>
/// <param name="Name">Name in the configuration and in baselines' keys.</param>
/// <param name="Title">One line.</param>
/// <param name="Definition">Where the format is defined, with version.</param>
/// <param name="AtMarks">Whether its time is the start or the end of the call.</param>
/// <param name="ByteCounts">What its byte counts measure.</param>
/// <param name="Lacks">What it cannot carry, so that detectors can say "insufficient telemetry".</param>
public sealed record FormatInfo(
    string Name, string Title, string Definition, CallMoment AtMarks, string ByteCounts, IReadOnlyList<string> Lacks)
{
    /// <summary>Longest record where one is a batch of many calls, as senders of OpenTelemetry and Envoy make them: 16 MiB.</summary>
    public const int BatchBytes = 16 * 1024 * 1024;

    /// <summary>True: a file may also hold one array, or objects over several lines. False: one record is one line.</summary>
    public bool IsJson { get; init; }

    /// <summary>Lines of a file that belong together.</summary>
    public LineParts Parts { get; init; }

    /// <summary>Bytes that its records may well have, however few a source allows: one holds many calls. Null: as the source says.</summary>
    public int? LargeRecordBytes { get; init; }

    /// <summary>Bytes of a record that are looked at.</summary>
    /// <param name="configured">What the source allows.</param>
    public int MostRecordBytes(int configured) => Math.Max(configured, LargeRecordBytes ?? 0);

    /// <summary>True: records are no text. In a file each stands behind its length, 32 bits big-endian, as the collector's file exporter writes them.</summary>
    public bool IsBinary { get; init; }
}
