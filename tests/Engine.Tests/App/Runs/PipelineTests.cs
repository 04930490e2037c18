using Engine.Sinks.Delivery;
using Microsoft.Extensions.Logging.Abstractions;

namespace Engine.Tests.App.Runs;

/// <summary>Laws of the whole graph, over the real stages of all rooms.</summary>
public sealed class PipelineTests(SimulatedLog log) : IClassFixture<SimulatedLog>
{
    /// <summary>Batches between the source and the sink at most: 8 before each stage, what is parsed at once, and one in each stage's hands.</summary>
    private const int MostInFlight = 64;

    [Fact]
    public async Task Neither_batch_size_nor_lanes_change_a_verdict()
    {
        var expected = await WholeGraph.VerdictsAsync(log.Path, batch: 256, lanes: 1);
        Assert.InRange(expected.Split('\n').Length, 10, 10_000);
        foreach (var batch in new[] { 1, 17, 256, 4096 })
        {
            foreach (var lanes in new[] { 1, 2, 8 })
                Assert.True(expected == await WholeGraph.VerdictsAsync(log.Path, batch, lanes), $"batch {batch}, {lanes} lanes");
        }
    }

    [Fact]
    public async Task Whatever_order_the_stages_run_in_the_verdicts_are_the_same() => Assert.Equal(
        await WholeGraph.VerdictsAsync(log.Path, batch: 256, lanes: 2),
        await WholeGraph.VerdictsAsync(log.Path, batch: 64, lanes: 2, "akka.stream.materializer.debug.fuzzing-mode = on"));

    [Fact]
    public async Task A_failing_sink_ends_the_run_with_its_reason_and_nothing_behind_it_is_acknowledged()
    {
        var broken = new ScriptedSink(batch => batch.Number == 7 ? throw new IOException("no space left") : Task.CompletedTask);
        var graph = new WholeGraph { Sink = new FanOut([new Branch(broken, true)], TimeSpan.FromSeconds(1), TimeProvider.System, NullLogger<FanOut>.Instance), Batch = 100 };

        var failure = await Assert.ThrowsAsync<SinkFailure>(() => graph.RunAsync(log.Path));

        Assert.Equal("sink scripted: no space left", failure.Message);
        Assert.Equal(Enumerable.Range(0, 8).Select(number => (long)number), broken.Batches);
        Assert.Equal(700, graph.Counters.Delivered);
    }

    [Fact]
    public async Task The_end_of_a_run_is_no_later_than_its_traffic()
    {
        // Sinks measure "recently" against it: an end in the year 9999 would forget every crowd that shares an address.
        var watermarks = new List<DateTimeOffset>();
        var sink = new ScriptedSink(batch =>
        {
            watermarks.Add(batch.Watermark);
            return Task.CompletedTask;
        });

        await new WholeGraph { Sink = sink }.RunAsync(log.Path);

        Assert.Equal(watermarks[^2], watermarks[^1]);
        Assert.Equal(watermarks.Order(), watermarks);
    }

    [Fact]
    public async Task An_ordered_stop_delivers_everything_that_was_taken_in_and_closes_what_is_open()
    {
        using var stop = new CancellationTokenSource();
        var sink = new ScriptedSink(async batch =>
        {
            if (batch.Number == 5)
                await stop.CancelAsync();
        });
        var graph = new WholeGraph { Sink = sink, Batch = 10 };

        await graph.RunAsync(log.Path, stop.Token);

        Assert.InRange(graph.Counters.Calls, 60, log.Lines - 1);
        Assert.Equal(graph.Counters.Calls, graph.Counters.Delivered);
        Assert.Equal(Enumerable.Range(0, sink.Batches.Count).Select(number => (long)number), sink.Batches);
        Assert.True(sink.HasLast, "sessions that were open are closed by the last batch");
        Assert.True(graph.Counters.Sessions > 0);
    }

    [Fact]
    public async Task A_slow_sink_holds_back_the_source()
    {
        WholeGraph? graph = null;
        var most = 0L;
        using var stop = new CancellationTokenSource();
        var sink = new ScriptedSink(async batch =>
        {
            // Without back-pressure the source runs away meanwhile; with it nothing happens, and nothing can tell that.
            for (var look = 0; look < 20 && most <= MostInFlight; look++)
            {
                await Task.Delay(10);
                most = Math.Max(most, graph!.Progress.Records - graph.Counters.Delivered);
            }

            await stop.CancelAsync();
        });
        graph = new WholeGraph { Sink = sink, Batch = 1 };

        await graph.RunAsync(log.Path, stop.Token);

        Assert.InRange(most, 2, MostInFlight);
    }
}
