using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>One revision of a verdict as a row of <c>verdict_revisions_data</c>.</summary>
public static class VerdictRow
{
    public static RowTable Table { get; } = RowTable.Of("verdict_revisions_data", """
        verdict_id revision time actor_kind actor addresses users sessions tokens categories severity confidence score action
        first_event last_event event_count expires
        signals.signal_id signals.detector signals.strength signals.reason signals.observed signals.expected signals.threshold
        signals.first_event signals.last_event explanation counterfactual engine_version rules_version knowledge_version
        """);

    public static void Write(RowBlock row, Verdict verdict)
    {
        row.Uuid(verdict.Id.Value);
        row.UInt32((uint)verdict.Revision);
        row.Time(verdict.Time);
        Words<ActorKind>.Write(row, (int)verdict.Actor.Key.Kind);
        row.Text(verdict.Actor.Key.Value);
        Texts(row, verdict.Targets.Addresses);
        Texts(row, verdict.Targets.Users);
        Texts(row, verdict.Targets.Sessions);
        Texts(row, verdict.Targets.Tokens);
        Texts(row, verdict.Categories);
        // The enums of the table have the values of ours.
        row.Byte((byte)verdict.Severity);
        row.Float64(verdict.Confidence);
        row.Float64(verdict.Score);
        row.Byte((byte)verdict.Action);
        row.Time(verdict.FirstEvent);
        row.Time(verdict.LastEvent);
        row.Int64(verdict.EventCount);
        row.Time(verdict.Expires);
        Signals(row, verdict.Signals);
        row.Text(verdict.Explanation);
        row.Text(verdict.Counterfactual);
        row.Text(verdict.Versions.Engine);
        row.Text(verdict.Versions.Rules);
        row.Text(verdict.Versions.Knowledge);
        row.EndRow();
    }

    /// <summary>Nested columns are arrays side by side: one pass for each.</summary>
    private static void Signals(RowBlock row, IReadOnlyList<Signal> signals)
    {
        Each(row, signals, static (row, signal) => row.Uuid(signal.Id.Value));
        Each(row, signals, static (row, signal) => row.Text(signal.Detector));
        Each(row, signals, static (row, signal) => row.Float64(signal.Strength));
        Each(row, signals, static (row, signal) => row.Text(signal.Reason));
        Each(row, signals, static (row, signal) => row.Float64(signal.Observed));
        Each(row, signals, static (row, signal) => row.Float64(signal.Expected));
        Each(row, signals, static (row, signal) => row.Float64(signal.Threshold));
        Each(row, signals, static (row, signal) => row.Time(signal.From));
        Each(row, signals, static (row, signal) => row.Time(signal.To));
    }

    private static void Each(RowBlock row, IReadOnlyList<Signal> signals, Action<RowBlock, Signal> write)
    {
        row.Count(signals.Count);
        foreach (var signal in signals)
            write(row, signal);
    }

    private static void Texts(RowBlock row, IReadOnlyList<string> texts)
    {
        row.Count(texts.Count);
        foreach (var text in texts)
            row.Text(text);
    }
}
