using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Engine.Ingest.Sources.Receivers.Grpc;

/// <summary>Which methods there are. They are listed here, since no service is generated from a .proto: its messages are not looked into.</summary>
internal sealed class GrpcMethods(GrpcIntakes intakes, ByteBudget budget) : IServiceMethodProvider<GrpcIntakes>
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<GrpcIntakes> context)
    {
        var messages = new RawMessages(budget);
        if (intakes.HasOtlp)
        {
            foreach (var service in (string[])[GrpcIntakes.TraceService, GrpcIntakes.LogsService])
                context.AddUnaryMethod(messages.Method(MethodType.Unary, service, GrpcIntakes.Export), [], (to, request, _) => to.ExportAsync(request));
        }

        if (intakes.HasEnvoy)
        {
            context.AddClientStreamingMethod(
                messages.Method(MethodType.ClientStreaming, GrpcIntakes.AccessLogService, GrpcIntakes.StreamAccessLogs), [],
                (to, stream, call) => to.StreamAsync(stream, call.CancellationToken));
        }
    }
}
