using Grpc.Core;
using Grpc.Net.Client;

namespace Engine.Integration.EndToEnd;

/// <summary>An exporter of traces over gRPC, as far as a receiver sees it.</summary>
internal static class OtlpExport
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly Marshaller<byte[]> s_raw = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
    private static readonly Method<byte[], byte[]> s_export = new(MethodType.Unary, "opentelemetry.proto.collector.trace.v1.TraceService", "Export", s_raw, s_raw);

    /// <returns>True: it was answered with OK.</returns>
    public static async Task<bool> TrySendAsync(GrpcChannel to, OtlpBatch batch)
    {
        try
        {
            await to.CreateCallInvoker().AsyncUnaryCall(s_export, null, new CallOptions(deadline: DateTime.UtcNow + s_patience), batch.Protobuf());
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }
}
