using System.Text;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Engine.App.Stages;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Ingest.Sources.Kafka;
using Engine.Schemas;

namespace Engine.Integration.Kafka;

/// <summary>A source at work, whose batches the test takes one by one: what is not taken is not wanted.</summary>
internal sealed class KafkaReading : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly ActorSystem _system = ActorSystem.Create("kafka-test", StreamSettings.Quiet);
    private readonly ISinkQueue<RawBatch> _queue;
    private readonly InputSource _input;
    private Task<Akka.Util.Option<RawBatch>>? _next;

    public KafkaReading(InputSource input)
    {
        _input = input;
        _queue = input.Batches.RunWith(Sink.Queue<RawBatch>().WithAttributes(Attributes.CreateInputBuffer(1, 1)), _system.Materializer());
    }

    public ReadProgress Progress { get; private init; } = new();

    public static KafkaReading Of(KafkaSource.Options options)
    {
        var progress = new ReadProgress();
        return new KafkaReading(KafkaSource.Open(options, Formats, TimeProvider.System, progress)) { Progress = progress };
    }

    public static FormatCatalog Formats { get; } = FormatCatalog.Create();

    /// <summary>The next batch, whose memory is not given back; null when the source has ended. Throws what it failed with.</summary>
    public async Task<RawBatch?> TakeBatchAsync(TimeSpan? patience = null)
    {
        _next ??= _queue.PullAsync();
        try
        {
            var next = await _next.WaitAsync(patience ?? s_patience);
            _next = null;
            return next.HasValue ? next.Value : null;
        }
        catch (AggregateException wrapped) when (wrapped.Flatten().InnerExceptions is [var failure])
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
            throw;
        }
    }

    /// <summary>Takes batches until they hold so many records.</summary>
    public async Task<List<Read>> TakeAsync(int count)
    {
        var all = new List<Read>();
        while (all.Count < count && await TakeBatchAsync() is { } batch)
        {
            all.AddRange(batch.Records.Select(record => new Read(Encoding.UTF8.GetString(record.Bytes.Span), record.Position, batch.Partition)));
            batch.Release();
        }

        return all;
    }

    /// <summary>Takes batches until the source ends or fails.</summary>
    public async Task<UserError> FailureAsync() => await Assert.ThrowsAsync<UserError>(async () =>
    {
        while (await TakeBatchAsync() is { } batch)
            batch.Release();
    });

    public void Acknowledge(string source, params long[] last) => _input.Acknowledge(new InputPositions(
        Enumerable.Range(0, last.Length).ToDictionary(partition => new InputPartition(source, partition), partition => last[partition])));

    /// <summary>Ends the stream, then leaves the group.</summary>
    public async ValueTask DisposeAsync()
    {
        await _system.Terminate();
        await _input.CloseAsync().WaitAsync(s_patience);
    }

    internal readonly record struct Read(string Text, SourcePosition Position, string Partition);
}
