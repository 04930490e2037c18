using Engine.Ingest.Sources.Journal;
using Engine.Ingest.Sources.Receivers.Otlp;
using Grpc.Core;

namespace Engine.Ingest.Sources.Receivers.Grpc;

/// <summary>The sources that listen at one gRPC address: one of OTLP, one of Envoy's access logs, or both.</summary>
internal sealed class GrpcIntakes(Intake? otlp, Intake? envoy)
{
    public const string TraceService = "opentelemetry.proto.collector.trace.v1.TraceService";
    public const string LogsService = "opentelemetry.proto.collector.logs.v1.LogsService";
    public const string Export = "Export";
    public const string AccessLogService = "envoy.service.accesslog.v3.AccessLogService";
    public const string StreamAccessLogs = "StreamAccessLogs";

    private static readonly byte[] s_noFields = [];

    public bool HasOtlp => otlp is not null;
    public bool HasEnvoy => envoy is not null;

    /// <summary>Whose a request is; null: nobody's.</summary>
    public Intake? Of(string path) => path switch
    {
        $"/{TraceService}/{Export}" or $"/{LogsService}/{Export}" => otlp,
        $"/{AccessLogService}/{StreamAccessLogs}" => envoy,
        _ => null,
    };

    /// <summary>Answered once the request survives the machine.</summary>
    public async Task<byte[]> ExportAsync(PooledBody request)
    {
        using (request)
        {
            if (request.Length == 0)
                return s_noFields;
            var pieces = request.Pieces;
            if (!ProtobufMessage.IsWhole(pieces))
            {
                otlp!.Counters.CountRefused();
                throw new RpcException(new Status(StatusCode.InvalidArgument, OtlpEndpoint.NoRequest));
            }

            switch (await otlp!.KeepAsync(pieces, RecordCut.Whole, OtlpEndpoint.Protobuf, ContentKey.Of(pieces)).ConfigureAwait(false))
            {
                case AppendOutcome.Kept or AppendOutcome.Repeated:
                    return s_noFields;
                case AppendOutcome.Full:
                    otlp.Counters.CountDeferred();
                    throw RawMessages.ComeAgain("the journal is full until what is in it has been taken in; send it again later");
                default:
                    otlp.Counters.CountDeferred();
                    throw RawMessages.ComeAgain("the journal cannot be written; send it again later");
            }
        }
    }

    /// <summary>Envoy gets no answer before its stream ends, and sends nothing twice: what the journal does not take is lost, and counted.</summary>
    public async Task<byte[]> StreamAsync(IAsyncStreamReader<PooledBody> messages, CancellationToken cancel)
    {
        while (await messages.MoveNext(cancel).ConfigureAwait(false))
        {
            using var message = messages.Current;
            if (message.Length > 0 && await envoy!.KeepAsync(message.Pieces, RecordCut.Whole).ConfigureAwait(false) is not AppendOutcome.Kept)
                envoy.Counters.CountDropped();
        }

        return s_noFields;
    }
}
