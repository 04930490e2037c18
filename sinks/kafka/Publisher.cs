using Confluent.Kafka;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.Kafka;

/// <summary>
/// An idempotent producer that keeps count of what the brokers have not confirmed. Brokers that are away are waited for, up to the delivery
/// timeout; a record that is too large goes shorter or, at the last, not at all, because what an attacker wrote must not stop the stream.
/// </summary>
internal sealed partial class Publisher : IAsyncDisposable
{
    /// <summary>Batches stay below any sensible limit of a topic, so that a refusal for size means one record.</summary>
    private const int BatchBytes = 64 << 10;

    private readonly KafkaSinkOptions _options;
    private readonly ILogger _log;
    private readonly InFlight _inFlight;
    private readonly IProducer<byte[], byte[]> _producer;
    private volatile string? _latest;
    private volatile bool _isAway;
    private volatile bool _isClosed;
    private long _published;
    private long _shortened;
    private long _notPublished;

    /// <exception cref="UserError">The client refuses its settings.</exception>
    public Publisher(KafkaSinkOptions options, ILogger log)
    {
        (_options, _log) = (options, log);
        _inFlight = new InFlight(options.Queue);
        _producer = KafkaTrouble.Built(() => new ProducerBuilder<byte[], byte[]>(Settings(options))
            .SetErrorHandler((_, error) => Trouble(error))
            .SetLogHandler((_, message) => ClientSays(message.Name, message.Message))
            .Build());
    }

    /// <summary>Records that brokers have confirmed.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Records that went shorter because they were too large.</summary>
    public long Shortened => Interlocked.Read(ref _shortened);

    /// <summary>Records that were too large even so.</summary>
    public long NotPublished => Interlocked.Read(ref _notPublished);

    /// <summary>How many partitions the topic has.</summary>
    /// <exception cref="UserError">No answer in time, or no such topic.</exception>
    public async Task<int> PartitionsAsync(string topic)
    {
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        try
        {
            // The client's call blocks its thread.
            var metadata = await Task.Run(() => admin.GetMetadata(topic, _options.ConnectTimeout));
            return metadata.Topics switch
            {
                [{ Partitions.Count: > 0 } found] => found.Partitions.Count,
                [{ Error: { IsError: true, Code: not ErrorCode.UnknownTopicOrPart } refusal }] => throw KafkaTrouble.NotUsable(_options, topic, refusal),
                _ => throw KafkaTrouble.NoTopic(_options, topic),
            };
        }
        catch (KafkaException e)
        {
            throw KafkaTrouble.NoAnswer(_options, _options.ConnectTimeout, e.Error, _latest);
        }
    }

    /// <exception cref="UserError">A record cannot be delivered.</exception>
    public void ThrowIfFailed() => _inFlight.ThrowIfFailed();

    /// <summary>Hands the record over; waits while too much is unconfirmed.</summary>
    /// <exception cref="UserError">This or an earlier record cannot be delivered.</exception>
    public async ValueTask PublishAsync(OutgoingRecord record, CancellationToken cancel) => Send(record, await _inFlight.EnterAsync(record.Size, cancel));

    /// <summary>Completes when everything handed over before has been confirmed.</summary>
    /// <exception cref="UserError">A record cannot be delivered.</exception>
    public Task DrainedAsync(CancellationToken cancel) => _inFlight.DrainedAsync(cancel);

    /// <summary>Does not wait: what was not flushed was never acknowledged, and comes again.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosed = true;
        // The client's call blocks its thread until its own ones have ended.
        await Task.Run(_producer.Dispose);
    }

    private static ProducerConfig Settings(KafkaSinkOptions options) => new(options.ToClientProperties())
    {
        ClientId = "engine",
        Acks = Acks.All,
        EnableIdempotence = true,
        MessageTimeoutMs = (int)options.DeliveryTimeout.TotalMilliseconds,
        MessageMaxBytes = options.MaximumRecordBytes,
        BatchSize = Math.Min(BatchBytes, options.MaximumRecordBytes),
        CompressionType = CompressionType.Lz4,
        AllowAutoCreateTopics = false,
        ReconnectBackoffMaxMs = 2_000,
        DeliveryReportFields = "none",

        // Ours is the bound that holds (InFlight); the client's is out of its way.
        QueueBufferingMaxMessages = 0,
        QueueBufferingMaxKbytes = (options.Queue >> 10) * 2 + (options.MaximumRecordBytes >> 10) * 2,
    };

    private void Send(OutgoingRecord record, InFlight.Ticket ticket)
    {
        try
        {
            _producer.Produce(record.Place, record.Message, report => Reported(record, ticket, report.Error));
        }
        catch (ProduceException<byte[], byte[]> e)
        {
            Reported(record, ticket, e.Error);
        }
    }

    /// <summary>Called by the client's own thread, or by the writer's where the client refuses at once. Never throws.</summary>
    private void Reported(OutgoingRecord record, InFlight.Ticket ticket, Error error)
    {
        if (error.Code == ErrorCode.MsgSizeTooLarge && record.Shorter is { } shorter)
        {
            // It comes behind what was sent meanwhile; a consumer tells by the revision.
            Send(shorter(), ticket);
            return;
        }

        if (error.Code == ErrorCode.MsgSizeTooLarge)
        {
            Interlocked.Increment(ref _notPublished);
            TooLarge(record.Name, record.Size, record.Place.Topic);
        }
        else if (error.IsError)
        {
            _inFlight.Fail(KafkaTrouble.NotDelivered(_options, record.Place.Topic, error, _latest));
        }
        else
        {
            Interlocked.Increment(ref _published);
            if (record.Shorter is null)
                Interlocked.Increment(ref _shortened);
            _isAway = false;
        }

        _inFlight.Leave(ticket);
    }

    /// <summary>Most troubles pass by themselves; they are told once until a record gets through again.</summary>
    private void Trouble(Error error)
    {
        if (_isClosed)
            return;
        _latest = error.Reason;
        if (error.IsFatal)
            _inFlight.Fail(KafkaTrouble.NotDelivered(_options, _options.VerdictTopic, error, latest: null));
        else if (!_isAway && error.Code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_Authentication or ErrorCode.Local_Ssl)
        {
            _isAway = true;
            Away(_options.BootstrapServers, error.Reason, _options.DeliveryTimeout);
        }
    }

    [LoggerMessage(3101, LogLevel.Warning, "Kafka at {Servers} cannot be reached ({Why}); records wait for it, up to {Longest}")]
    private partial void Away(string servers, string why, TimeSpan longest);

    [LoggerMessage(3102, LogLevel.Error, "{Record} was not published: even shortened it has {Bytes} bytes, more than topic {Topic} takes; the store has it whole")]
    private partial void TooLarge(string record, int bytes, string topic);

    [LoggerMessage(3103, LogLevel.Debug, "{Client}: {Message}")]
    private partial void ClientSays(string client, string message);
}
