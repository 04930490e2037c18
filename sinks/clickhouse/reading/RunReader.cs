using Engine.Schemas;
using Engine.Sinks.ClickHouse.Rows;
using Engine.Sinks.ClickHouse.Store;
using Engine.Sinks.Lines;

namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>The runs that the store knows, and what each decided.</summary>
/// <param name="store">Asked.</param>
public sealed class RunReader(ClickHouseStore store)
{
    private const int MostNamed = 20;
    private static readonly string Columns = string.Join(", ", RunRow.Table.Quoted);
    private readonly RowStream rows = new(store);

    /// <summary>The last runs, the newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(int most, CancellationToken cancel = default)
    {
        var parameters = new Dictionary<string, string> { ["most"] = FormattableString.Invariant($"{most}") };
        return await AllAsync($"SELECT {Columns} FROM runs ORDER BY started DESC, id LIMIT {{most:UInt32}}", parameters, cancel);
    }

    /// <summary>The run with this id, or the only one whose id begins so.</summary>
    /// <exception cref="UserError">There is none, or there are several; the message names those that may be meant.</exception>
    public async Task<RunRecord> FindAsync(string id, CancellationToken cancel = default)
    {
        var parameters = new Dictionary<string, string> { ["id"] = id };
        var found = await AllAsync($"SELECT {Columns} FROM runs WHERE startsWith(id, {{id:String}}) ORDER BY started DESC, id LIMIT {MostNamed}", parameters, cancel);
        if (found.FirstOrDefault(run => run.Id == id) is { } exact)
            return exact;
        if (found.Count > 1)
            throw new UserError($"several runs begin with '{id}': {string.Join(", ", found.Select(run => run.Id))}; give more of the id", isUsage: true);
        if (found.Count == 1)
            return found[0];
        var known = (await ListAsync(MostNamed, cancel)).Select(run => run.Id).ToList();
        throw new UserError(known.Count == 0 ? $"the store {store.Connection} knows no run '{id}', and no other"
            : $"the store {store.Connection} knows no run '{id}'{Nearest.HintOrKnown(id, known)}", isUsage: true);
    }

    /// <summary>The runs of which the store holds calls between two moments: live ones first, then the newest.</summary>
    /// <param name="from">Event time of the earliest call; null: from the beginning.</param>
    /// <param name="to">Event time before which the calls lie; null: to the end.</param>
    /// <param name="cancel">Cancels it.</param>
    public async Task<IReadOnlyList<RunRecord>> HoldingAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancel = default) => await AllAsync(
        $"SELECT {Columns} FROM runs WHERE id IN (SELECT DISTINCT run FROM events_data WHERE run != ''{EventReader.Between(from, to)}) ORDER BY kind = 'live' DESC, started DESC, id",
        new Dictionary<string, string>(), cancel);

    /// <summary>The newest live run that stored calls of one of these sources; null where none did.</summary>
    /// <param name="sources">Names in the positions of the calls; one that ends in '/' stands for all that begin so.</param>
    /// <param name="cancel">Cancels it.</param>
    public async Task<RunRecord?> LiveOwnerAsync(IReadOnlyList<string> sources, CancellationToken cancel = default)
    {
        var parameters = sources.Select((source, index) => (Name: $"source{index}", Value: source)).ToDictionary(named => named.Name, named => named.Value);
        var any = parameters.Select(named => named.Value.EndsWith('/') ? $"startsWith(source, {{{named.Key}:String}})" : $"source = {{{named.Key}:String}}");
        var owners = await AllAsync(
            $"SELECT {Columns} FROM runs WHERE kind = 'live' AND id IN (SELECT DISTINCT run FROM events_data WHERE {string.Join(" OR ", any)}) ORDER BY started DESC, id LIMIT 1",
            parameters, cancel);
        return owners is [var owner] ? owner : null;
    }

    /// <summary>What the run decided, as in its file of verdict lines: by time, id and revision.</summary>
    public IAsyncEnumerable<VerdictLine> VerdictsAsync(string run, CancellationToken cancel = default) => rows.ReadAsync(
        "SELECT line FROM run_verdicts WHERE run = {run:String} ORDER BY time, toString(verdict_id), revision",
        new Dictionary<string, string> { ["run"] = run }, Line, cancel);

    private static VerdictLine Line(ref RowReader row)
    {
        var line = row.Blob().ToArray();
        return row.IsShort ? null! : VerdictLine.Read(line);
    }

    private async Task<List<RunRecord>> AllAsync(string sql, IReadOnlyDictionary<string, string> parameters, CancellationToken cancel)
    {
        var runs = new List<RunRecord>();
        await foreach (var run in rows.ReadAsync(sql, parameters, Run, cancel))
            runs.Add(run);
        return runs;
    }

    /// <summary>Reads the columns of <see cref="RunRow"/>; the initializer runs in the order in which it is written.</summary>
    private static RunRecord Run(ref RowReader row)
    {
        var id = row.Text();
        var kind = row.Word();
        var run = new RunRecord
        {
            Id = id,
            Kind = row.IsShort ? default : Words<RunKind>.Read(kind),
            Started = row.Time(),
            Ended = row.TimeOrNull(),
            Input = row.Text(),
            InputDigest = row.TextOrNull(),
            From = row.TimeOrNull(),
            To = row.TimeOrNull(),
            OptionsDigest = row.Text(),
            Versions = new EngineVersions(row.Word(), row.Word(), row.Word()),
            Baseline = row.Word(),
            Exact = row.BoolOrNull(),
            Partial = row.BoolOrNull(),
            PartialReason = row.TextOrNull(),
            Calls = row.Int64(),
            Late = row.Int64(),
            Refused = row.Int64(),
            Forgotten = row.Int64(),
            Verdicts = row.Int64(),
            State = RunState.Running,
        };
        var state = row.Word();
        return row.IsShort ? run : run with { State = Words<RunState>.Read(state) };
    }
}
