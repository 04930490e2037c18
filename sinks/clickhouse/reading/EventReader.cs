using System.Globalization;
using System.Runtime.CompilerServices;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Rows;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>
/// Calls of one run back from the store, in the order in which it judged them. The table is sorted by actor, so that order is made anew, a
/// range of numbers at a time: the store never sorts more than that.
/// </summary>
/// <param name="store">Asked.</param>
public sealed class EventReader(ClickHouseStore store)
{
    /// <summary>Numbers in one range: each range reads the numbers of all parts that may hold it once.</summary>
    internal const int RangeRows = 500_000;

    // Without FINAL, which would merge the whole table for each range. Where an interrupted run numbered calls again, the last insert holds:
    // parts are named partition_first_last_level, and insert numbers rise.
    private static readonly string Ordered =
        $"SELECT {string.Join(", ", EventRow.Table.Quoted)} FROM events_data WHERE run = {{run:String}} AND seq >= {{from:UInt64}} AND seq < {{to:UInt64}}{{0}} "
        + "ORDER BY seq, inserted_at DESC, toUInt64OrZero(splitByChar('_', _part)[3]) DESC";

    private readonly RowStream rows = new(store);

    /// <summary>What the store holds of the run, and whether calls are missing.</summary>
    /// <param name="run">Its id.</param>
    /// <param name="from">Event time of the earliest call; null: from the beginning.</param>
    /// <param name="to">Event time before which the calls lie; null: to the end.</param>
    /// <param name="cancel">Cancels it.</param>
    public async Task<StoredSlice> MeasureAsync(string run, DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancel)
    {
        var parameters = new Dictionary<string, string> { ["run"] = run };
        var (first, last, calls) = await OneAsync(
            $"SELECT min(seq), max(seq), groupBitmap(seq) FROM events_data WHERE run = {{run:String}}{Between(from, to)}", parameters, cancel);
        if (calls == 0)
            return new StoredSlice(0, -1, -1, 0) { From = from, To = to };
        parameters["first"] = Number(first);
        parameters["last"] = Number(last);
        var (_, _, present) = await OneAsync(
            "SELECT min(seq), max(seq), groupBitmap(seq) FROM events_data WHERE run = {run:String} AND seq >= {first:UInt64} AND seq <= {last:UInt64}", parameters, cancel);
        return new StoredSlice(calls, first, last, present) { From = from, To = to };
    }

    /// <summary>The calls, each once, in batches; what was stored after they were measured is no part of them.</summary>
    /// <param name="run">Id of the run that placed them.</param>
    /// <param name="slice">Which of its calls, as measured.</param>
    /// <param name="after">Number of the last call that is not wanted any more; -1: all are wanted.</param>
    /// <param name="batchSize">Calls in a batch; the last may hold fewer.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="UserError">The store is away or refuses.</exception>
    public async IAsyncEnumerable<StoredBatch> ReadAsync(
        string run, StoredSlice slice, long after, int batchSize, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (slice.Last <= after)
            yield break;
        var floors = await FloorsAsync(run, slice, cancel);
        var events = new List<EnrichedEvent>(batchSize);
        var placements = new List<Placement>(batchSize);
        await foreach (var call in CallsAsync(run, slice with { First = Math.Max(slice.First, after + 1) }, cancel))
        {
            events.Add(call.Event);
            placements.Add(call.Placement);
            if (events.Count < batchSize)
                continue;
            yield return new StoredBatch(events, placements, floors.From(call.Placement.Sequence));
            events = new List<EnrichedEvent>(batchSize);
            placements = new List<Placement>(batchSize);
        }

        if (events.Count > 0)
            yield return new StoredBatch(events, placements, floors.From(placements[^1].Sequence));
    }

    private async Task<TickFloors> FloorsAsync(string run, StoredSlice slice, CancellationToken cancel)
    {
        var parameters = new Dictionary<string, string> { ["run"] = run, ["first"] = Number(slice.First), ["last"] = Number(slice.Last) };
        var parts = new List<(long, DateTimeOffset)>();
        var sql = $"SELECT intDiv(seq, {TickFloors.Step}) AS part, min(tick) FROM events_data WHERE run = {{run:String}} AND seq >= {{first:UInt64}} AND seq <= {{last:UInt64}}{Between(slice.From, slice.To)} "
            + "GROUP BY part ORDER BY part";
        await foreach (var part in rows.ReadAsync(sql, parameters, static (ref row) => (row.Int64(), row.Time()), cancel))
            parts.Add(part);
        return new TickFloors(parts);
    }

    private async IAsyncEnumerable<StoredCall> CallsAsync(string run, StoredSlice slice, [EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = new EventRowReader();
        var between = Between(slice.From, slice.To);
        var sql = Ordered.Replace("{0}", between, StringComparison.Ordinal);
        var last = -1L;
        for (var at = slice.First; at <= slice.Last; at = await NextAsync(run, at + RangeRows, between, last, cancel))
        {
            var parameters = new Dictionary<string, string> { ["run"] = run, ["from"] = Number(at), ["to"] = Number(Math.Min(at + RangeRows, slice.Last + 1)) };
            await foreach (var call in rows.ReadAsync(sql, parameters, reader.Read, cancel))
            {
                if (call.Placement.Sequence == last)
                    continue;
                last = call.Placement.Sequence;
                yield return call;
            }
        }
    }

    /// <summary>Where to go on: at once where the range before was filled, otherwise at the next call, however far away it is.</summary>
    private async Task<long> NextAsync(string run, long at, string between, long last, CancellationToken cancel)
    {
        if (last >= at - (RangeRows / 2))
            return at;
        var (next, _, calls) = await OneAsync(
            $"SELECT min(seq), max(seq), groupBitmap(seq) FROM events_data WHERE run = {{run:String}} AND seq >= {{from:UInt64}}{between}",
            new Dictionary<string, string> { ["run"] = run, ["from"] = Number(at) }, cancel);
        return calls == 0 ? long.MaxValue : next;
    }

    private async Task<(long, long, long)> OneAsync(string sql, IReadOnlyDictionary<string, string> parameters, CancellationToken cancel)
    {
        await foreach (var row in rows.ReadAsync(sql, parameters, static (ref row) => (row.Int64(), row.Int64(), row.Int64()), cancel))
            return row;
        return (0, 0, 0);
    }

    /// <summary>The calls between two moments, as a condition.</summary>
    internal static string Between(DateTimeOffset? from, DateTimeOffset? to) =>
        (from is { } first ? $" AND time >= {Moment(first)}" : "") + (to is { } end ? $" AND time < {Moment(end)}" : "");

    private static string Moment(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"toDateTime64('{at.UtcDateTime:yyyy-MM-dd HH:mm:ss.ffffff}', 6, 'UTC')");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
