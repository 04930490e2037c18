using CsCheck;
using Engine.Ingest.Time;
using Engine.Schemas;

namespace Engine.Tests.App.Runs;

/// <summary>A call that comes late belongs where it belongs by its own time; one that is later than allowed is counted, and none is lost.</summary>
public sealed class LateCallLawTests
{
    private const int Calls = 1500;
    private const int LongestDelay = 400;

    private static readonly LogicalClock.Options s_clock = new();

    /// <summary>Delays of one in so many calls, in seconds.</summary>
    private static readonly Gen<int[]> Delays = Gen.Frequency((8, Gen.Const(0)), (1, Gen.Int[1, LongestDelay])).Array[Calls];

    [Fact]
    public Task Late_calls_change_no_session_and_are_counted_where_they_are_later_than_allowed() =>
        Gen.Select(Gen.Int[0, 1_000_000], Delays, Gen.Int[1, 300]).SampleAsync(async (seed, delays, batch) =>
        {
            var calls = LawLog.Of(seed, Calls);
            var late = Delayed(calls, delays);

            var (inTime, _) = await RunAsync(calls, batch);
            var (outOfTime, counted) = await RunAsync(late, batch);

            Assert.Equal(inTime.Sessions, outOfTime.Sessions);
            Assert.Equal(Calls, outOfTime.Delivered);
            Assert.Equal(LaterThanAllowed(late), counted);
        }, iter: 10, threads: 1);

    [Fact]
    public void The_delays_of_the_law_make_calls_later_than_allowed()
    {
        var delays = Enumerable.Range(0, Calls).Select(i => i % 9 == 0 ? LongestDelay : 0).ToArray();
        Assert.InRange(LaterThanAllowed(Delayed(LawLog.Of(1, Calls), delays)), 20, Calls / 9);
    }

    /// <summary>In the order of arrival. A call after a longer pause of its caller comes in time: without it, the pause would be another one.</summary>
    private static List<LawCall> Delayed(IReadOnlyList<LawCall> calls, int[] delays)
    {
        var last = new Dictionary<string, DateTimeOffset>();
        var arrivals = new List<(DateTimeOffset At, LawCall Call)>();
        for (var i = 0; i < calls.Count; i++)
        {
            var caller = calls[i].Line[..calls[i].Line.IndexOf('[', StringComparison.Ordinal)];
            var isQuick = last.TryGetValue(caller, out var before) && calls[i].At - before < TimeSpan.FromMinutes(10);
            arrivals.Add((calls[i].At.AddSeconds(isQuick ? delays[i] : 0), calls[i]));
            last[caller] = calls[i].At;
        }

        return [.. arrivals.OrderBy(arrival => arrival.At).Select(arrival => arrival.Call)];
    }

    private static int LaterThanAllowed(List<LawCall> calls)
    {
        var (late, latest) = (0, DateTimeOffset.MinValue);
        for (var i = 0; i < calls.Count; i++)
        {
            latest = calls[i].At > latest ? calls[i].At : latest;
            // A partition believes no time before its first records have confirmed it.
            if (i >= s_clock.JumpRecords && calls[i].At < latest - s_clock.OrderSlack - s_clock.AllowedLateness)
                late++;
        }

        return late;
    }

    private static async Task<((List<string> Sessions, int Delivered) Seen, long Late)> RunAsync(IReadOnlyList<LawCall> calls, int batch)
    {
        var (sessions, delivered) = (new List<Session>(), 0);
        var sink = new ScriptedSink(concluded =>
        {
            delivered += concluded.Events.Count;
            sessions.AddRange(concluded.Sessions);
            return Task.CompletedTask;
        });
        var graph = new WholeGraph { Sink = sink };
        await graph.RunAsync(new LawInput(calls, partitions: 1, seed: 0).Live(InputPositions.None, batch, int.MaxValue).Batches);
        return (([.. sessions.Select(one => $"{one.Actor.Key} {one.Start:O} {one.End:O} {one.Calls} {one.Failures}").Order(StringComparer.Ordinal)], delivered), graph.Counters.Late);
    }
}
