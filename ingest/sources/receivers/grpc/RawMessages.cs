using Engine.Ingest.Sources.Receivers.Otlp;
using Grpc.Core;

namespace Engine.Ingest.Sources.Receivers.Grpc;

/// <summary>Messages of gRPC as the bytes that they are: what is kept is decoded once, by the format that reads it.</summary>
internal sealed class RawMessages(ByteBudget budget)
{
    /// <summary>Seconds after which a sender may come again.</summary>
    private const int RetrySeconds = 5;

    public const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>A method whose requests are kept as they are, and whose answer has no fields.</summary>
    public Method<PooledBody, byte[]> Method(MethodType type, string service, string name) => new(type, service, name, Marshallers.Create(Never, Read), Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes));

    /// <summary>Asks the sender to come again (OTLP asks for UNAVAILABLE with a RetryInfo).</summary>
    public static RpcException ComeAgain(string reason) => new(
        new Status(StatusCode.Unavailable, reason),
        new Metadata { { DetailsTrailer, OtlpStatus.AsProtobuf(OtlpStatus.Unavailable, reason, RetrySeconds) } });

    private PooledBody Read(DeserializationContext context)
    {
        var body = new PooledBody(budget);
        foreach (var piece in context.PayloadAsReadOnlySequence())
        {
            if (body.TryAdd(piece.Span))
                continue;
            body.Dispose();
            throw ComeAgain("too much is being sent at once; send it again later");
        }

        return body;
    }

    private static void Never(PooledBody body, SerializationContext context) => throw new NotSupportedException("requests are received only");
}
