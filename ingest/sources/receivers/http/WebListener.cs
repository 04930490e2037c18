using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Engine.Schemas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engine.Ingest.Sources.Receivers.Http;

/// <summary>One address that is listened on, with what a stranger may hold of it.</summary>
internal sealed partial class WebListener : IAsyncDisposable
{
    /// <summary>Requests under way get so long when the engine stops; who is not answered sends again.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    private readonly WebApplication _web;

    private WebListener(WebApplication web, ListenAddress address) => (_web, Address) = (web, address);

    /// <summary>With the port that it got.</summary>
    public ListenAddress Address { get; }

    /// <param name="plan">Where, and how.</param>
    /// <exception cref="UserError">The address cannot be had, or the certificate cannot be read.</exception>
    public static async Task<WebListener> StartAsync(ListenPlan plan)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = s_grace);
        // The engine decides when to end: no host lifetime of its own.
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        var certificate = Certificate(plan);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Limit(kestrel.Limits, plan);
            kestrel.AddServerHeader = false;
            if (plan.TakesAnyHeader)
                kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.Listen(plan.Address.Address, plan.Address.Port, listening =>
            {
                listening.Protocols = plan.Protocols;
                if (certificate is not null)
                    listening.UseHttps(certificate.Value.Own, https => https.ServerCertificateChain = certificate.Value.Chain);
                plan.Connections?.Invoke(listening);
            });
        });
        plan.Services?.Invoke(builder.Services);
        var web = builder.Build();
        web.Use((http, next) => TellAsync(http, next, plan));
        plan.Routes?.Invoke(web);
        try
        {
            await web.StartAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            await web.DisposeAsync().ConfigureAwait(false);
            throw new UserError($"source '{plan.Source}': {Why(plan.Address, error)}", cause: error);
        }

        var bound = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new WebListener(web, plan.Address with { Port = new Uri(bound).Port });
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync().ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>The boundary: the server answers 500, and somebody has to know why.</summary>
    private static async Task TellAsync(HttpContext http, RequestDelegate next, ListenPlan plan)
    {
        try
        {
            await next(http).ConfigureAwait(false);
        }
        catch (Exception failure) when (!http.RequestAborted.IsCancellationRequested)
        {
            Failed(plan.Log, plan.Source, failure.Message, failure);
            throw;
        }
    }

    private static void Limit(KestrelServerLimits limits, ListenPlan plan)
    {
        limits.MaxConcurrentConnections = plan.MostConnections;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MaxRequestLineSize = 16 * 1024;
        // The reader of the body counts for itself, packed and unpacked.
        limits.MaxRequestBodySize = null;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(30);
    }

    private static (X509Certificate2 Own, X509Certificate2Collection Chain)? Certificate(ListenPlan plan)
    {
        if (plan.Tls is not { } tls)
            return null;
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(tls.Certificate);
            return (X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key), chain);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserError($"source '{plan.Source}': the certificate {tls.Certificate} or its key {tls.Key} cannot be used ({UserError.Why(error)}); both are PEM files", cause: error);
        }
    }

    internal static string Why(ListenAddress address, Exception error) => (error as SocketException ?? error.InnerException as SocketException)?.SocketErrorCode switch
    {
        _ when error.InnerException is AddressInUseException => InUse(address),
        SocketError.AddressAlreadyInUse => InUse(address),
        SocketError.AccessDenied => $"{address} needs the right to listen on ports below 1024; choose another port, or give the engine CAP_NET_BIND_SERVICE",
        SocketError.AddressNotAvailable => $"{address} is no address of this machine; listen on 127.0.0.1, or on * for all addresses",
        _ => $"{address} cannot be listened on ({UserError.Why(error)})",
    };

    private static string InUse(ListenAddress address) => $"port {address.Port} on {address.Address} is in use; stop who listens there, or choose another port";

    [LoggerMessage(1204, LogLevel.Error, "source '{Source}': a request failed for a reason of ours ({Why}); its sender was told so")]
    private static partial void Failed(ILogger log, string source, string why, Exception failure);

    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
