using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Engine.Integration.EndToEnd;

/// <summary>The OpenTelemetry SDK for .NET exports to a running engine, as an instrumented service does.</summary>
public sealed class OpenTelemetryTests : IDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("engine-otel-").FullName;

    public void Dispose() => Directory.Delete(_place, recursive: true);

    [Theory]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    [InlineData(OtlpExportProtocol.Grpc)]
    public async Task Two_services_and_a_database_become_an_inbound_call_an_internal_edge_and_an_access(OtlpExportProtocol protocol)
    {
        var (http, grpc) = (Receivers.FreePort(), Receivers.FreePort());
        await File.WriteAllTextAsync(
            Path.Combine(_place, "engine.yaml"),
            string.Create(CultureInfo.InvariantCulture, $"sources: [{{name: otel, kind: otlp, listen: '127.0.0.1:{http}', listen_grpc: '127.0.0.1:{grpc}'}}]"));
        using var client = new HttpClient { BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{http}/")) };
        await using var engine = EngineProcess.Start(_place, "run", "-c", "engine.yaml", "--store", "store");
        await Receivers.UntilListeningAsync(engine, client);
        Export(protocol, protocol == OtlpExportProtocol.Grpc ? new Uri($"http://127.0.0.1:{grpc}") : new Uri(client.BaseAddress, "v1/traces"));
        await engine.UntilAsync(async () => await AskAsync("SELECT count() FROM events") == "3", "the spans");
        (await engine.StopAsync()).HasCode(0);
        Assert.Equal(
            [
                "inbound|-|shop|-|GET|/v1/orders/17|200",
                "internal|orders|-|postgresql/shop|SELECT|/postgresql/shop/orders|-",
                "internal|shop|orders|-|GET|/orders/17|200",
            ],
            (await AskAsync(
                "SELECT arrayStringConcat([toString(direction), ifNull(caller, '-'), ifNull(callee, '-'), ifNull(called_database, '-'), method, path, ifNull(toString(status), '-')], '|') FROM events ORDER BY ALL"))
            .Split('\n'));
    }

    private async Task<string> AskAsync(string statement)
    {
        var answer = await EngineProcess.RunAsync(_place, "sql", statement + " FORMAT TSV", "--store", "store");
        answer.HasCode(0);
        return answer.Output.Trim();
    }

    private static void Export(OtlpExportProtocol protocol, Uri to)
    {
        using var shop = Provider("shop", protocol, to);
        using var orders = Provider("orders", protocol, to);
        using var shopSpans = new ActivitySource("shop");
        using var orderSpans = new ActivitySource("orders");
        using (var inbound = shopSpans.StartActivity("GET /v1/orders/{id}", ActivityKind.Server)!)
        {
            inbound.SetTag("http.request.method", "GET").SetTag("url.path", "/v1/orders/17").SetTag("url.scheme", "https").SetTag("http.route", "/v1/orders/{id}")
                .SetTag("http.response.status_code", 200).SetTag("client.address", "203.0.113.7").SetTag("server.address", "shop.example");
            using var edge = shopSpans.StartActivity("GET", ActivityKind.Client)!;
            edge.SetTag("http.request.method", "GET").SetTag("url.full", "http://orders:8080/orders/17").SetTag("server.address", "orders").SetTag("http.response.status_code", 200);
            using var access = orderSpans.StartActivity("SELECT orders", ActivityKind.Client)!;
            access.SetTag("db.system.name", "postgresql").SetTag("db.namespace", "shop").SetTag("db.operation.name", "SELECT").SetTag("db.collection.name", "orders").SetTag("server.address", "db");
        }

        Assert.True(shop.ForceFlush());
        Assert.True(orders.ForceFlush());
    }

    private static TracerProvider Provider(string service, OtlpExportProtocol protocol, Uri to) => Sdk.CreateTracerProviderBuilder()
        .AddSource(service)
        .SetResourceBuilder(ResourceBuilder.CreateEmpty().AddService(service, serviceInstanceId: "1"))
        .AddOtlpExporter(options => (options.Endpoint, options.Protocol) = (to, protocol))
        .Build();
}
