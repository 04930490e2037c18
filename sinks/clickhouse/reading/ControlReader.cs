using Engine.Schemas;
using Engine.Sinks.ClickHouse.Rows;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>What changed the judgement of a run, so that a replay of its calls judges them the same.</summary>
/// <param name="store">Asked.</param>
public sealed class ControlReader(ClickHouseStore store)
{
    // Where an interrupted run recorded a version again, at another place of an input of several partitions, the last insert holds, as for
    // calls. What the points did is no version: each entry counts.
    private const string Sql = """
        SELECT entry.seq, entry.time, entry.kind, entry.subject, entry.version, entry.is_whole, entry.payload
        FROM control_entries AS entry
        LEFT JOIN
        (
          SELECT kind, subject, max(seq) AS since
          FROM control_entries
          WHERE run = {run:String} AND is_whole AND seq <= {at:UInt64}
          GROUP BY kind, subject
        ) AS whole ON entry.kind = whole.kind AND entry.subject = whole.subject
        WHERE entry.run = {run:String} AND entry.seq >= whole.since AND (entry.kind != 'knowledge' OR {knowledge:Bool})
          AND (entry.kind NOT IN ('knowledge', 'endpoints') OR (entry.kind, entry.version, if(entry.kind = 'endpoints', cityHash64(entry.payload), 0), entry.seq) IN
        (
          SELECT kind, version, if(kind = 'endpoints', cityHash64(payload), 0) AS content, argMax(seq, (inserted_at, toUInt64OrZero(splitByChar('_', _part)[3])))
          FROM control_entries_data
          WHERE run = {run:String} AND kind IN ('knowledge', 'endpoints')
          GROUP BY kind, version, content
        ))
        ORDER BY entry.seq, entry.time, entry.is_whole DESC, entry.kind, entry.subject, entry.version
        """;

    private readonly RowStream rows = new(store);

    /// <summary>
    /// The entries of a run that a replay from <paramref name="sequence"/> needs, in order: of each subject the last whole version at or before
    /// it and everything after, to the end of the run; where there is no whole version, everything.
    /// </summary>
    /// <param name="run">Its id.</param>
    /// <param name="sequence">Number of the first call that is replayed.</param>
    /// <param name="withKnowledge">False: what it learned is left out; it is most of it.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="UserError">The store is away or refuses.</exception>
    public IAsyncEnumerable<ControlEntry> ReadAsync(string run, long sequence, bool withKnowledge = true, CancellationToken cancel = default)
    {
        var parameters = new Dictionary<string, string>
        {
            ["run"] = run,
            ["at"] = FormattableString.Invariant($"{sequence}"),
            ["knowledge"] = withKnowledge ? "true" : "false",
        };
        return rows.ReadAsync(Sql, parameters, Entry, cancel);
    }

    private static ControlEntry Entry(ref RowReader row)
    {
        var sequence = (long)row.UInt64();
        var at = row.Time();
        var kind = row.Word();
        var subject = row.Word();
        var version = row.Text();
        var isWhole = row.Bool();
        var state = row.Blob().ToArray();
        return row.IsShort ? null! : new ControlEntry
        {
            Sequence = sequence,
            At = at,
            Kind = Words<ControlKind>.Read(kind),
            Subject = subject,
            Version = version,
            IsWhole = isWhole,
            State = state,
        };
    }
}
