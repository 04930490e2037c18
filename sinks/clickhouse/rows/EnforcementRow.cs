using System.Globalization;
using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>One attempt at an enforcement point as a row of <c>enforcements_data</c>.</summary>
public static class EnforcementRow
{
    public static RowTable Table { get; } = RowTable.Of("enforcements_data",
        "enforcement_id time point mode change target_kind target verdict_id result reason time_to_block_us");

    public static void Write(RowBlock row, EnforcementAttempt attempt)
    {
        row.Uuid(Id(attempt).Value);
        row.Time(attempt.At);
        row.Text(attempt.Point);
        row.Text(attempt.Mode);
        row.Text(attempt.Change);
        row.Text(attempt.TargetKind);
        row.Text(attempt.Target);
        row.UuidOrNull(attempt.VerdictId?.Value);
        row.Text(attempt.Result);
        row.Text(attempt.Reason);
        row.Int64OrNull(attempt.TimeToBlock is { } time ? time.Ticks / TimeSpan.TicksPerMicrosecond : null);
        row.EndRow();
    }

    /// <summary>The same attempt, written again, is the same row.</summary>
    private static EventId Id(EnforcementAttempt attempt) => EventId.From(StableHash.Of128(
        attempt.At.UtcTicks.ToString(CultureInfo.InvariantCulture), attempt.Point, attempt.Mode, attempt.Change, attempt.TargetKind, attempt.Target, attempt.Result));
}
