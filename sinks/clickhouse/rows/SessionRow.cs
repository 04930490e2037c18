using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Rows;

/// <summary>A finished session as a row of <c>sessions_data</c>.</summary>
public static class SessionRow
{
    public static RowTable Table { get; } = RowTable.Of("sessions_data", """
        session_id actor_kind actor environment start end calls failures request_bytes response_bytes distinct_endpoints operations surprise_bits ended_by
        """);

    public static void Write(RowBlock row, Session session)
    {
        row.UInt64(session.Id);
        Words<ActorKind>.Write(row, (int)session.Actor.Key.Kind);
        row.Text(session.Actor.Key.Value);
        row.Text(session.Environment);
        row.Time(session.Start);
        row.Time(session.End);
        row.Int64(session.Calls);
        row.Int64(session.Failures);
        row.Int64(session.RequestBytes);
        row.Int64(session.ResponseBytes);
        row.Int32(session.DistinctEndpoints);
        row.Count(session.Operations.Count);
        foreach (var operation in session.Operations)
            row.Text(operation);
        row.Float64OrNull(session.SurpriseBits);
        Words<SessionEnd>.Write(row, (int)session.EndedBy);
        row.EndRow();
    }
}
