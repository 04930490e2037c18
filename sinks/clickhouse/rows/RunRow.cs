using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>A state of a run as a row of <c>runs_data</c>.</summary>
public static class RunRow
{
    public static RowTable Table { get; } = RowTable.Of("runs_data", """
        id kind started ended input input_digest first_event last_event options_digest engine_version rules_version knowledge_version baseline
        exact partial partial_reason calls late refused forgotten verdicts state
        """);

    public static void Write(RowBlock row, RunRecord run)
    {
        row.Text(run.Id);
        Words<RunKind>.Write(row, (int)run.Kind);
        row.Time(run.Started);
        row.TimeOrNull(run.Ended);
        row.Text(run.Input);
        row.TextOrNull(run.InputDigest);
        row.TimeOrNull(run.From);
        row.TimeOrNull(run.To);
        row.Text(run.OptionsDigest);
        row.Text(run.Versions.Engine);
        row.Text(run.Versions.Rules);
        row.Text(run.Versions.Knowledge);
        row.Text(run.Baseline);
        row.BoolOrNull(run.Exact);
        row.BoolOrNull(run.Partial);
        row.TextOrNull(run.PartialReason);
        row.Int64(run.Calls);
        row.Int64(run.Late);
        row.Int64(run.Refused);
        row.Int64(run.Forgotten);
        row.Int64(run.Verdicts);
        Words<RunState>.Write(row, (int)run.State);
        row.EndRow();
    }
}
