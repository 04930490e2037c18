using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Engine.Ingest.Sources;
using Engine.Schemas;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Ingest.Sources;

public sealed class FileSourceTests : IDisposable
{
    private readonly Files _files = new();
    private readonly ActorSystem _system = ActorSystem.Create("files", "akka.loglevel = OFF");

    public void Dispose()
    {
        _system.Terminate().Wait(TimeSpan.FromSeconds(10));
        _files.Dispose();
    }

    [Fact]
    public async Task A_stream_gives_what_the_reader_gives()
    {
        var path = _files.Write("a.log", string.Join('\n', Enumerable.Range(0, 1_000).Select(i => Files.Line(i))));
        var batches = await FileSource.Read([path], new FileSource.Options { Batch = 64 }, Files.Formats, TimeProvider.System)
            .RunWith(Sink.Seq<RawBatch>(), _system.Materializer()).WaitAsync(TimeSpan.FromSeconds(30));
        var taken = new Files.Taken();
        foreach (var batch in batches)
            taken.Take(batch);

        Assert.Equal(Files.Read([path]).Texts, taken.Texts);
        Assert.Equal(16, batches.Count);
    }

    [Fact]
    public void Wrong_paths_and_formats_fail_before_anything_runs()
    {
        Assert.Throws<UserError>(() => FileSource.Read(["/nowhere"], new FileSource.Options(), Files.Formats, TimeProvider.System));
        Assert.Throws<UserError>(() => FileSource.Follow(["/nowhere"], new FileSource.Options(), Files.Formats, TimeProvider.System));
        Assert.Throws<UserError>(() => FileSource.Follow(["-"], new FileSource.Options(), Files.Formats, TimeProvider.System));
        Assert.Throws<UserError>(() => FileSource.Read(["-"], new FileSource.Options { Format = "none" }, Files.Formats, TimeProvider.System));
    }

    [Fact]
    public async Task Followed_files_are_partitions_of_their_own_and_end_when_told()
    {
        var a = _files.Write("a.log", "a1\n");
        var b = _files.Write("b.log", "b1\n");
        using var stop = new CancellationTokenSource();
        var seen = new List<(string Partition, string Source)>();

        await FileSource.Follow([a, b], new FileSource.Options(), Files.Formats, new FakeTimeProvider(), stop.Token)
            .RunForeach(
                batch =>
                {
                    seen.Add((batch.Partition, batch.Records[0].Position.Source[..5]));
                    batch.Release();
                    if (seen.Count == 2)
                        stop.Cancel();
                },
                _system.Materializer()).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal([("files/a.log", "a.log"), ("files/b.log", "b.log")], seen.Order());
    }
}
