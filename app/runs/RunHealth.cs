using System.Globalization;
using Engine.App.Checkpoints;
using Engine.Ingest.Sources.Kafka;
using Engine.Sinks.Kafka;

namespace Engine.App.Runs;

/// <summary>
/// What whoever operates a run needs to know beyond what it concludes, a line for each thing that there is something to say about: how far
/// behind it is, how its checkpoints go, what came late, what could not be published whole.
/// </summary>
/// <remarks>Read on any thread while the run goes on.</remarks>
internal sealed class RunHealth
{
    private readonly List<(string Source, KafkaProgress Progress)> _sources = [];

    /// <summary>Null: no checkpoints are taken.</summary>
    public Checkpointing? Checkpoints { get; set; }

    /// <summary>Null: nothing is published.</summary>
    public KafkaSink? Published { get; set; }

    /// <summary>Facts judged later than their own second; as of the end of the run.</summary>
    public long LateFacts { get; set; }

    public IReadOnlyList<string> Lines =>
    [
        .. _sources.Select(source => Behind(source.Source, source.Progress)),
        .. Checkpoints is { Taken: > 0 } checkpoints ? [Saved(checkpoints)] : Array.Empty<string>(),
        .. LateFacts > 0 ? [Text($"late facts: {LateFacts:N0}, judged with a later second")] : Array.Empty<string>(),
        .. Published is { } sink && sink.Shortened + sink.NotPublished > 0
            ? [Text($"published to Kafka: {sink.Published:N0}; shortened because too large: {sink.Shortened:N0}, not published: {sink.NotPublished:N0}")]
            : Array.Empty<string>(),
    ];

    /// <summary>A source will write there how far it is behind.</summary>
    public void Follow(string source, KafkaProgress progress) => _sources.Add((source, progress));

    private static string Behind(string source, KafkaProgress progress)
    {
        var missed = progress.Missed > 0 ? Text($", {progress.Missed:N0} missed: retention took them before they were read") : "";
        var empty = progress.Tombstones > 0 ? Text($", {progress.Tombstones:N0} without a value") : "";
        return Text($"{source}: {progress.Lag:N0} records behind{missed}{empty}");
    }

    private static string Saved(Checkpointing checkpoints) => Text(
        $"checkpoints: {checkpoints.Taken:N0}, {Megabytes(checkpoints.Bytes)} MB; the last at {checkpoints.LastAt:HH:mm:ss} UTC, {Megabytes(checkpoints.LastBytes)} MB; ")
        + Text($"calls waited for them at most {checkpoints.Steps.Longest.TotalMilliseconds:0.0} ms, 99 of 100 times below {checkpoints.Steps.Percentile99().TotalMilliseconds:0.0} ms");

    private static string Megabytes(long bytes) => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
