using Confluent.Kafka;
using Engine.Ingest.Formats.Text;
using Engine.Ingest.Sources.Kafka.Registry;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Kafka;

/// <summary>A consumed message becomes a record of ours, a fault, or nothing.</summary>
/// <remarks>For the thread that consumes.</remarks>
internal sealed class MessageReader(KafkaSource.Options options, TimeProvider time, AvroRecords? avro) : IDisposable
{
    /// <summary>Takes values out of the client; give it to the consumer.</summary>
    public PayloadReader Payloads { get; } = new(options.MostRecordBytes);

    /// <summary>What the message that came out as <see cref="MessageKind.Waits"/> waits for.</summary>
    public Task Pending => avro?.Pending ?? Task.CompletedTask;

    /// <param name="message">The message; its payload is the reader's, but where it waits.</param>
    /// <param name="source">Source of its position.</param>
    /// <param name="record">The record, where it is one; its bytes lie in a retained block.</param>
    /// <param name="block">That block, the caller's from here on.</param>
    /// <param name="fault">Why it is none, where it should be one; else null.</param>
    public MessageKind Read(ConsumeResult<Ignore, Payload> message, string source, out RawRecord record, out RecordBlock block, out DeadLetter? fault)
    {
        (record, block, fault) = (default, null!, null);
        var payload = message.Message.Value;
        if (payload.IsTombstone)
        {
            options.Lag.CountTombstone();
            return MessageKind.Nothing;
        }

        var position = new SourcePosition(source, message.Partition.Value, message.Offset.Value, 0);
        if (payload.Overlong is not null)
            return Refuse($"the record is {payload.Length} bytes long, more than {options.MostRecordBytes}", payload.Overlong, out fault);
        if (avro is not null)
        {
            if (!avro.TryRead(payload.Bytes.Span, out var json, out var refusal))
            {
                if (refusal is null)
                    return MessageKind.Waits;
                var sample = Sample.Of(payload.Bytes.Span);
                payload.Block!.Release();
                return Refuse(refusal, sample, out fault);
            }

            payload.Block!.Release();
            payload = Payloads.Store(json);
        }

        block = payload.Block!;
        record = new RawRecord(payload.Bytes, position, time.GetUtcNow());
        return MessageKind.Record;

        MessageKind Refuse(string reason, string sample, out DeadLetter refused)
        {
            refused = new DeadLetter(position, time.GetUtcNow(), "ingest", options.Format, reason, sample, payload.Length);
            return MessageKind.Fault;
        }
    }

    /// <summary>Lets go of a message that is not read.</summary>
    public static void Abandon(ConsumeResult<Ignore, Payload> message) => message.Message?.Value.Block?.Release();

    public void Dispose()
    {
        Payloads.Dispose();
        avro?.Dispose();
    }
}
