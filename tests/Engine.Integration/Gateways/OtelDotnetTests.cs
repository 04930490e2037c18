using System.Security.Claims;
using Engine.Integration.EndToEnd;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Shop;

namespace Engine.Integration.Gateways;

/// <summary>
/// A service on ASP.NET Core, instrumented as the agent does it, with the settings and the code of <c>deploy/examples/otel-dotnet</c>: only the
/// port is changed.
/// </summary>
public sealed class OtelDotnetTests
{
    [Fact]
    public async Task Spans_of_a_service_are_its_calls_by_users_whom_it_has_checked()
    {
        var (http, grpc) = (Receivers.FreePort(), Receivers.FreePort());
        await using var engine = await FedEngine.StartAsync("otel-dotnet", "engine.yaml", $"sources.0.listen=127.0.0.1:{http}", $"sources.0.listen_grpc=127.0.0.1:{grpc}");
        await using var shop = await ShopCalls.StartShopAsync(app => app.Use(Authenticate).UseEngineIdentity());
        using var agent = Instrument(Settings(http), shop.Port);
        var calls = await ShopCalls.SendAsync([.. ShopCalls.With(user => user), new("127.0.0.9", "GET", "/v1/orders/1")], shop.Port);
        Assert.True(agent.ForceFlush());
        await engine.HasAsync(
            calls,
            "method, path, ifNull(query, '-'), toString(status), if(is_verified, actor, '-'), client_address, user_agent, host, callee, service_version, protocol, source_format",
            call => [call.Method, .. call.PathAndQuery, $"{call.Status}", call.User ?? "-", call.From, call.Agent, GatewayCall.Host, "shop", "1.0.0", "HTTP/1.1", "otlp-protobuf"]);
    }

    /// <summary>What a service does to know its users.</summary>
    private static Task Authenticate(Microsoft.AspNetCore.Http.HttpContext http, Func<Task> next)
    {
        if (http.Request.Headers.Authorization.ToString().Split(' ') is ["Bearer", var user])
            http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "test"));
        return next();
    }

    private static TracerProvider Instrument(IConfiguration settings, int port) => Sdk.CreateTracerProviderBuilder()
        .ConfigureServices(services => services.AddSingleton(settings))
        // Other tests have services in this process.
        .AddAspNetCoreInstrumentation(options => options.Filter = http => http.Connection.LocalPort == port)
        .AddOtlpExporter()
        .Build();

    /// <summary>The environment of the example.</summary>
    private static IConfigurationRoot Settings(int port) => new ConfigurationBuilder()
        .AddInMemoryCollection(File.ReadAllLines(Example.PathOf("otel-dotnet", "agent.env"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('=', 2))
            .Select(pair => KeyValuePair.Create(pair[0], (string?)pair[1].Replace("127.0.0.1:4318", $"127.0.0.1:{port}", StringComparison.Ordinal))))
        .Build();
}
