using Engine.App.Checkpoints;
using Engine.App.Runs;
using Engine.Ingest.Sources.Kafka;
using Engine.Schemas;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.App.Runs;

public sealed class RunHealthTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 14, 5, 6, TimeSpan.Zero);

    [Fact]
    public void Says_nothing_where_there_is_nothing_to_say() => Assert.Empty(new RunHealth().Lines);

    [Fact]
    public void A_source_that_is_followed_says_how_far_behind_it_is()
    {
        var health = new RunHealth();
        health.Follow("orders", new KafkaProgress());
        Assert.Equal(["orders: 0 records behind"], health.Lines);
    }

    [Fact]
    public void Facts_that_came_late_are_told() =>
        Assert.Equal(["late facts: 1,200, judged with a later second"], new RunHealth { LateFacts = 1200 }.Lines);

    [Fact]
    public async Task Checkpoints_are_told_with_the_last_and_how_long_calls_waited_for_them()
    {
        var path = Directory.CreateTempSubdirectory("health").FullName;
        using (var directory = CheckpointDirectory.Open(path))
        {
            var checkpoints = new Checkpointing(directory, new CheckpointOptions(), new FakeTimeProvider(s_now), "test", NullLogger.Instance);
            checkpoints.Steps.Add(TimeSpan.FromMilliseconds(7.4));
            var checkpoint = checkpoints.BeginLast(InputPositions.None);
            var entries = checkpoints.Buffer();
            entries.Put(StateSection.Run, "x"u8, "x"u8);
            checkpoint.Take(entries);
            for (var part = 0; part < 3; part++)
                checkpoint.Done();
            await checkpoints.CompleteAsync();

            Assert.Equal(
                ["checkpoints: 1, 0.0 MB; the last at 14:05:06 UTC, 0.0 MB; calls waited for them at most 7.4 ms, 99 of 100 times below 7.5 ms"],
                new RunHealth { Checkpoints = checkpoints }.Lines);
        }

        Directory.Delete(path, recursive: true);
    }
}
