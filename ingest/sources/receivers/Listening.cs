using Engine.Ingest.Formats;
using Engine.Ingest.Sources.Receivers.Grpc;
using Engine.Ingest.Sources.Receivers.Http;
using Engine.Ingest.Sources.Receivers.Mirror;
using Engine.Ingest.Sources.Receivers.Syslog;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>Which addresses are listened on for which sources. Those that may share one, do.</summary>
internal sealed class Listening(FormatCatalog formats, TimeProvider time)
{
    private readonly ByteBudget _budget = new();

    public IEnumerable<(ListenPlan Plan, string Protocol, IReadOnlyList<Intake> Intakes)> Plans(IReadOnlyList<Intake> intakes)
    {
        foreach (var shared in intakes.Where(intake => intake.Options is { Kind: ReceiverKind.Http or ReceiverKind.Otlp, Listen: not null }).GroupBy(intake => intake.Options.Listen!))
            yield return (OfHttp(shared.Key, [.. shared]), "http", [.. shared]);
        foreach (var shared in intakes.Where(intake => intake.Options.ListenGrpc is not null).GroupBy(intake => intake.Options.ListenGrpc!))
            yield return (OfGrpc(shared.Key, [.. shared]), "grpc", [.. shared]);
        foreach (var intake in intakes.Where(intake => intake.Options is { Kind: ReceiverKind.Syslog, Listen: not null }))
            yield return (OfSyslog(intake.Options.Listen!, intake), "tcp", [intake]);
        foreach (var intake in intakes.Where(intake => intake.Options is { Kind: ReceiverKind.Mirror, Listen: not null }))
            yield return (OfMirror(intake.Options.Listen!, intake), "http", [intake]);
    }

    private ListenPlan OfHttp(ListenAddress address, List<Intake> intakes)
    {
        var routes = new HttpRoutes();
        var reader = new RequestReader(_budget);
        foreach (var intake in intakes)
            routes.Add(intake, formats, reader);
        return Plan(address, intakes) with { Routes = routes.Map };
    }

    private ListenPlan OfGrpc(ListenAddress address, List<Intake> intakes)
    {
        var services = new GrpcIntakes(
            intakes.Find(intake => intake.Options.Kind == ReceiverKind.Otlp), intakes.Find(intake => intake.Options.Kind == ReceiverKind.Envoy));
        var most = (int)intakes.Max(intake => intake.Options.Limits.Body);
        return Plan(address, intakes) with
        {
            Protocols = HttpProtocols.Http2,
            Services = into =>
            {
                into.AddSingleton(services).AddSingleton<IServiceMethodProvider<GrpcIntakes>>(new GrpcMethods(services, _budget));
                into.AddGrpc(grpc =>
                {
                    grpc.MaxReceiveMessageSize = most;
                    grpc.CompressionProviders = [new BoundedGzip(most)];
                    grpc.IgnoreUnknownServices = false;
                });
            },
            Routes = web =>
            {
                web.Use(new GrpcGate(services).ServeAsync);
                web.MapGrpcService<GrpcIntakes>();
            },
        };
    }

    private ListenPlan OfSyslog(ListenAddress address, Intake intake) => Plan(address, [intake]) with
    {
        Connections = listening => listening.Run(new SyslogStream(intake, time).ServeAsync),
    };

    private ListenPlan OfMirror(ListenAddress address, Intake intake) => Plan(address, [intake]) with
    {
        TakesAnyHeader = true,
        Routes = web => web.Run(new MirrorEndpoint(intake, _budget, time).ServeAsync),
    };

    private static ListenPlan Plan(ListenAddress address, List<Intake> intakes) => new(intakes[0].Options.Name, address)
    {
        Tls = intakes[0].Options.Tls,
        MostConnections = intakes.Max(intake => intake.Options.Limits.Connections),
    };
}
