using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>A signal as a row of <c>signals_data</c>.</summary>
public static class SignalRow
{
    public static RowTable Table { get; } = RowTable.Of("signals_data", """
        signal_id detector detector_version actor_kind actor service method endpoint first_event last_event strength reason
        observed expected threshold unit event_ids event_count is_shadow
        """);

    public static void Write(RowBlock row, Signal signal)
    {
        row.Uuid(signal.Id.Value);
        row.Text(signal.Detector);
        row.Int32(signal.DetectorVersion);
        Words<ActorKind>.Write(row, (int)signal.Actor.Key.Kind);
        row.Text(signal.Actor.Key.Value);
        row.TextOrNull(signal.Endpoint?.Service);
        row.TextOrNull(signal.Endpoint?.Method);
        row.TextOrNull(signal.Endpoint?.Template);
        row.Time(signal.From);
        row.Time(signal.To);
        row.Float64(signal.Strength);
        row.Text(signal.Reason);
        row.Float64(signal.Observed);
        row.Float64(signal.Expected);
        row.Float64(signal.Threshold);
        row.Text(signal.Unit);
        row.Count(signal.Events.Count);
        foreach (var id in signal.Events)
            row.Uuid(id.Value);
        row.Int64(signal.EventCount);
        row.Bool(signal.IsShadow);
        row.EndRow();
    }
}
