using CsCheck;
using Engine.Schemas;
using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Reading;
using Engine.Sinks.ClickHouse.Rows;
using Engine.Sinks.Lines;

namespace Engine.Integration.ClickHouse;

/// <summary>What was stored comes back as it was: calls in the order of their run, what changed their judgement, and what runs decided.</summary>
public sealed class ReadingTests(StoreFixture fixture) : IClassFixture<StoreFixture>
{
    private readonly string run = StoreFixture.Fresh();

    private async Task StoreAsync(string run, IEnumerable<EnrichedEvent> calls, IEnumerable<long>? sequence = null, DetectedBatch? rest = null)
    {
        var events = calls.ToList();
        var numbers = (sequence ?? Enumerable.Range(0, events.Count).Select(n => (long)n)).ToList();
        await using var sink = fixture.Sink(new ClickHouseSinkOptions { Run = run });
        await sink.WriteAsync((rest ?? Sample.Batch([])) with
        {
            Events = events,
            Placements = [.. events.Select((call, i) => new Placement(call.Actor.Shard, numbers[i], (ulong)numbers[i] * 31))],
        }, CancellationToken.None);
    }

    private async Task<List<(EnrichedEvent Event, Placement Placement)>> ReadAsync(string run, DateTimeOffset? from = null, DateTimeOffset? to = null, long after = -1)
    {
        var read = new List<(EnrichedEvent, Placement)>();
        var reader = new EventReader(fixture.Store);
        await foreach (var batch in reader.ReadAsync(run, await reader.MeasureAsync(run, from, to, CancellationToken.None), after, 100))
        {
            Assert.InRange(batch.Events.Count, 1, 100);
            read.AddRange(batch.Events.Zip(batch.Placements));
        }

        return read;
    }

    private EnrichedEvent[] Calls(int count, string? source = null) => [.. Enumerable.Range(0, count).Select(n => Sample.Call(n, n, source: source ?? run))];

    [Fact]
    public async Task Every_field_of_any_call_comes_back_null_as_null_and_empty_as_empty()
    {
        await SomeCalls.Of(run, 200).SampleAsync(async calls =>
        {
            var name = StoreFixture.Fresh();
            await StoreAsync(name, calls);
            var read = await ReadAsync(name);
            Assert.Equal(calls.Select(SomeCalls.Describe), read.Select(call => SomeCalls.Describe(call.Event)));
            Assert.Equal(calls.Select((call, i) => new Placement(call.Actor.Shard, i, (ulong)i * 31)), read.Select(call => call.Placement));
        }, iter: 3, threads: 1);
    }

    [Fact]
    public void A_row_that_has_not_come_whole_is_waited_for()
    {
        var texts = new TextPool();
        var rows = new EventRowReader();
        SomeCalls.Of("source", 1).Sample(calls =>
        {
            var block = new RowBlock();
            EventRow.Write(block, calls[0], new Placement(1, 2, 3), "run");
            for (var length = 0; length < block.Length; length += 7)
            {
                var part = new RowReader(block.Bytes.Span[..length], texts);
                rows.Read(ref part);
                Assert.True(part.IsShort);
            }

            var whole = new RowReader(block.Bytes.Span, texts);
            var read = rows.Read(ref whole);
            Assert.Equal(block.Length, whole.At);
            Assert.Equal(SomeCalls.Describe(calls[0]), SomeCalls.Describe(read.Event));
        }, iter: 30, threads: 1);
    }

    [Fact]
    public async Task Calls_come_in_the_order_of_their_run_each_once_however_they_were_stored()
    {
        var calls = Calls(500);
        await StoreAsync(run, calls.Skip(250), Enumerable.Range(250, 250).Select(n => (long)n));
        await StoreAsync(run, calls.Take(300));
        await StoreAsync(StoreFixture.Fresh(), Calls(10, StoreFixture.Fresh()));
        Assert.Equal(Enumerable.Range(0, 500).Select(n => ((long)n, (long)n)), (await ReadAsync(run)).Select(call => (call.Placement.Sequence, call.Event.Call.Position.Offset)));
    }

    [Fact]
    public async Task Where_an_interrupted_run_numbered_calls_again_the_last_numbers_hold()
    {
        var calls = Calls(3);
        await StoreAsync(run, calls, [0, 1, 2]);
        await StoreAsync(run, [calls[2], calls[1]], [1, 2]);
        Assert.Equal([0, 2, 1], (await ReadAsync(run)).Select(call => call.Event.Call.Position.Offset));
    }

    [Fact]
    public async Task Numbers_far_apart_are_read_without_asking_for_all_between_them()
    {
        var far = 40L * EventReader.RangeRows;
        await StoreAsync(run, Calls(3), [5, far, 3 * far]);
        Assert.Equal([5, far, 3 * far], (await ReadAsync(run)).Select(call => call.Placement.Sequence));
    }

    [Fact]
    public async Task A_slice_of_time_says_whether_it_is_whole()
    {
        await StoreAsync(run, Calls(100));
        var reader = new EventReader(fixture.Store);
        Assert.Equal(Enumerable.Range(10, 20), (await ReadAsync(run, Sample.Start.AddSeconds(10), Sample.Start.AddSeconds(30))).Select(call => (int)call.Placement.Sequence));
        Assert.Null((await reader.MeasureAsync(run, Sample.Start.AddSeconds(10), Sample.Start.AddSeconds(30), CancellationToken.None)).Partial());
        Assert.Null((await reader.MeasureAsync(run, null, null, CancellationToken.None)).Partial(expected: 100));

        await fixture.Store.Client.ExecuteNonQueryAsync($"DELETE FROM events_data WHERE run = '{run}' AND (seq < 5 OR seq IN (20, 21))");
        var slice = await reader.MeasureAsync(run, null, null, CancellationToken.None);
        Assert.Equal(new StoredSlice(93, 5, 99, 93), slice);
        Assert.StartsWith("7 of 100 calls are missing", slice.Partial(expected: 100), StringComparison.Ordinal);
        Assert.Contains("no calls", (await reader.MeasureAsync("never", null, null, CancellationToken.None)).Partial(), StringComparison.Ordinal);
        Assert.Empty(await ReadAsync("never"));
    }

    [Fact]
    public async Task A_replay_goes_on_behind_the_last_call_of_an_interrupted_one()
    {
        await StoreAsync(run, Calls(100));
        Assert.Equal(Enumerable.Range(41, 59), (await ReadAsync(run, after: 40)).Select(call => (int)call.Placement.Sequence));
        Assert.Equal([41], (await ReadAsync(run, to: Sample.Start.AddSeconds(42), after: 40)).Select(call => call.Placement.Sequence));
        Assert.Empty(await ReadAsync(run, after: 99));
    }

    [Fact]
    public async Task Each_batch_knows_how_early_the_calls_after_it_may_be()
    {
        // Two partitions, of which one lies an hour behind the other: its calls come later.
        var calls = Calls(2 * TickFloors.Step).Select((call, n) => call with { Tick = Sample.Start.AddSeconds(n < TickFloors.Step ? n + 3600 : n) }).ToList();
        await StoreAsync(run, calls);
        var reader = new EventReader(fixture.Store);
        var ticks = new List<(DateTimeOffset Least, DateTimeOffset Earliest)>();
        await foreach (var batch in reader.ReadAsync(run, await reader.MeasureAsync(run, null, null, CancellationToken.None), -1, 1000))
            ticks.Add((batch.Events.Min(call => call.Tick), batch.Earliest));

        for (var i = 0; i < ticks.Count; i++)
            Assert.True(ticks.Skip(i + 1).All(later => later.Least >= ticks[i].Earliest), $"batch {i}");
        Assert.Equal(Sample.Start.AddSeconds(TickFloors.Step), ticks[^1].Earliest);
    }

    [Fact]
    public async Task Of_a_version_that_an_interrupted_run_recorded_again_the_last_holds()
    {
        var first = Entry(10, ControlKind.Knowledge, "baselines", "k1");
        await StoreAsync(run, [], rest: Sample.Batch([]) with { Controls = [first, Entry(20, ControlKind.Knowledge, "baselines", "k2"), Entry(11, ControlKind.Enforcement, "gw address 1.2.3.4", "block")] });
        await StoreAsync(run, [], rest: Sample.Batch([]) with { Controls = [first with { Sequence = 12 }, Entry(13, ControlKind.Enforcement, "gw address 1.2.3.4", "block")] });

        var read = new List<(string, long)>();
        await foreach (var entry in new ControlReader(fixture.Store).ReadAsync(run, 0))
            read.Add((entry.Version, entry.Sequence));

        Assert.Equal([("block", 11), ("k1", 12), ("block", 13), ("k2", 20)], read);
    }

    [Fact]
    public async Task Runs_that_hold_a_time_come_live_ones_first()
    {
        var source = StoreFixture.Fresh();
        var (live, replay, other) = ($"{run}-live", $"{run}-replay", $"{run}-other");
        await StoreAsync(live, Calls(10, source));
        await StoreAsync(replay, Calls(10, $"{source}/topic").Select(call => Late(call, 1)));
        await StoreAsync(other, Calls(10).Select(call => Late(call, 2)));
        await using (var sink = fixture.Sink())
        {
            await sink.RecordAsync(Run(live) with { Kind = RunKind.Live, Started = Sample.Start }, CancellationToken.None);
            await sink.RecordAsync(Run(replay), CancellationToken.None);
            await sink.RecordAsync(Run(other), CancellationToken.None);
        }

        var reader = new RunReader(fixture.Store);
        async Task<IEnumerable<string>> Holding(double from, double to) =>
            (await reader.HoldingAsync(Sample.Start.AddHours(from), Sample.Start.AddHours(to))).Select(found => found.Id).Where(id => id.StartsWith(run, StringComparison.Ordinal));
        Assert.Equal([live, replay], await Holding(0, 1.5));
        Assert.Equal([replay, other], (await Holding(1, 3)).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(live, (await reader.LiveOwnerAsync([source]))?.Id);
        Assert.Null(await reader.LiveOwnerAsync([$"{source}/"]));

        static EnrichedEvent Late(EnrichedEvent call, int hours) => call with { Call = call.Call with { At = call.Call.At.AddHours(hours) } };
    }

    private static RunRecord Run(string id) => new()
    {
        Id = id,
        Kind = RunKind.Replay,
        Started = Sample.Start.AddHours(1),
        Input = "access.log",
        OptionsDigest = "d",
        Versions = new EngineVersions("1", "r", "k"),
        Baseline = "hindsight",
        State = RunState.Running,
    };

    private static ControlEntry Entry(long sequence, ControlKind kind, string subject, string version, bool isWhole = false) => new()
    {
        Sequence = sequence,
        At = Sample.Start.AddSeconds(sequence),
        Kind = kind,
        Subject = subject,
        Version = version,
        IsWhole = isWhole,
        State = isWhole ? new byte[] { 0, 255, 10 } : default,
    };

    [Fact]
    public async Task Control_entries_come_from_the_last_whole_version_on()
    {
        ControlEntry[] entries =
        [
            Entry(0, ControlKind.Options, "rules", "r1"), Entry(10, ControlKind.Knowledge, "baselines", "k1", isWhole: true), Entry(15, ControlKind.Enforcement, "gw|1.2.3.4", "block"),
            Entry(20, ControlKind.Knowledge, "baselines", "k2", isWhole: true), Entry(30, ControlKind.Knowledge, "baselines", "k3"), Entry(50, ControlKind.Knowledge, "baselines", "k4", isWhole: true),
        ];
        await StoreAsync(run, [], rest: Sample.Batch([]) with { Controls = entries });
        async Task<List<ControlEntry>> From(long sequence)
        {
            var read = new List<ControlEntry>();
            await foreach (var entry in new ControlReader(fixture.Store).ReadAsync(run, sequence))
                read.Add(entry);
            return read;
        }

        Assert.Equal(["r1", "k1", "block", "k2", "k3", "k4"], (await From(5)).Select(entry => entry.Version));
        var later = await From(40);
        Assert.Equal(["r1", "block", "k2", "k3", "k4"], later.Select(entry => entry.Version));
        Assert.Equal([0, 255, 10], later[2].State.ToArray());
        Assert.Equal(entries[2] with { State = default }, later[1] with { State = default });
        Assert.Equal("4", await fixture.TextAsync($"SELECT count() FROM baselines WHERE run = '{run}'"));
    }

    [Fact]
    public async Task A_run_is_its_last_state_and_is_found_by_the_beginning_of_its_id()
    {
        var begun = Run($"{run}-4f2a") with { Started = Sample.Start };
        var ended = begun with
        {
            Ended = Sample.Start.AddMinutes(1),
            InputDigest = "i",
            From = Sample.Start,
            To = Sample.Start.AddSeconds(9),
            Exact = true,
            Partial = false,
            Calls = 10,
            Late = 1,
            Refused = 2,
            Forgotten = 3,
            Verdicts = 4,
            State = RunState.Finished,
        };
        await using (var sink = fixture.Sink())
        {
            await sink.RecordAsync(begun, CancellationToken.None);
            await sink.WhenStoredAsync(CancellationToken.None);
            await sink.RecordAsync(ended, CancellationToken.None);
            await sink.RecordAsync(begun with { Id = $"{run}-5000" }, CancellationToken.None);
        }

        var reader = new RunReader(fixture.Store);
        Assert.Equal(ended, await reader.FindAsync($"{run}-4"));
        Assert.Contains(ended, await reader.ListAsync(100));
        Assert.Contains("several runs begin with", (await Assert.ThrowsAsync<UserError>(() => reader.FindAsync(run))).Message, StringComparison.Ordinal);
        Assert.Contains($"did you mean '{run}-4f2a'?", (await Assert.ThrowsAsync<UserError>(() => reader.FindAsync($"{run}-4f2b"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_from_the_store_leaves_its_verdicts_and_nothing_else()
    {
        var actor = new Actor(new ActorKey(ActorKind.User, run));
        await using (var sink = fixture.Sink(new ClickHouseSinkOptions { Run = run, What = WhatToStore.ConclusionsOfRun }))
        {
            await sink.WriteAsync(Sample.Batch([Sample.Call(1, source: run)], [Sample.Signal(actor, 0, 60)], [Sample.Verdict(actor), Sample.Verdict(actor, 2)]), CancellationToken.None);
            await sink.WhenStoredAsync(CancellationToken.None);
        }

        var lines = new List<VerdictLine>();
        await foreach (var line in new RunReader(fixture.Store).VerdictsAsync(run))
            lines.Add(line);
        Assert.Equal([1, 2], lines.Select(line => line.Revision));
        Assert.Equal(Sample.Verdict(actor).Explanation, lines[0].Explanation);
        Assert.Equal("block\t['API1:2023']\t['API-ENUM-001']", await fixture.TextAsync($"SELECT action, categories, detectors FROM run_verdicts WHERE run = '{run}' LIMIT 1"));
        Assert.Equal("0\t0\t0", await fixture.TextAsync(
            $"SELECT (SELECT count() FROM events WHERE source = '{run}'), (SELECT count() FROM verdicts WHERE actor = '{run}'), (SELECT count() FROM signals WHERE actor = '{run}')"));
    }
}
