using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Embedded;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.ClickHouse.Http;

/// <summary>
/// The embedded ClickHouse behind ClickHouse's own HTTP interface, on loopback, with an access token. Runs in a process of its own:
/// a failure of the C++ engine must not take detection down.
/// </summary>
public sealed class EmbeddedServer : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly HandlePool inserts;
    private readonly HandlePool queries;
    private readonly Leases leases = new();

    private EmbeddedServer(WebApplication web, ChdbSession[] sessions)
    {
        this.web = web;
        inserts = new HandlePool(sessions[..1]);
        queries = new HandlePool(sessions[1..]);
    }

    public int Port { get; private set; }
    public string Token { get; private init; } = "";
    public Uri Url => new($"http://127.0.0.1:{Port}/");

    /// <summary>Opens the store and serves it.</summary>
    /// <param name="directory">Directory of ClickHouse's own files; opened by one process only, see <see cref="Store.StoreLock"/>.</param>
    /// <param name="options">Port and limits.</param>
    /// <param name="cancel">Cancels the start.</param>
    public static async Task<EmbeddedServer> StartAsync(string directory, EmbeddedServerOptions options, CancellationToken cancel = default)
    {
        // Native calls hold their thread: keep enough for every session and for the requests beside them.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, (2 * options.QuerySessions) + 8), ports);
        var handles = Chdb.Open(directory, options.QuerySessions + 1);
        var sessions = handles.Select((handle, i) => new ChdbSession(handle, i == 0 ? EmbeddedServerOptions.InsertSettings() : options.QuerySettings())).ToArray();
        foreach (var session in sessions)
            session.Prepare();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        // The process decides when to end (Ctrl-C of a parent reaches the child too): no host lifetime of its own.
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MaxRequestLineSize = 64 << 10;
        });
        var server = new EmbeddedServer(builder.Build(), sessions) { Token = AccessToken.New() };
        server.Map(new StatementRunner(server.inserts, server.queries), new AccessToken(server.Token));
        try
        {
            await server.web.StartAsync(cancel);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException or SocketException)
        {
            await server.DisposeAsync();
            throw new UserError($"port {options.Port} on 127.0.0.1 is in use; choose another with --port, or leave it away for a free one", cause: error);
        }

        var address = server.web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        server.Port = new Uri(address).Port;
        return server;
    }

    /// <summary>Waits until nobody works here any more, and from then on lets nobody in.</summary>
    /// <param name="kept">Called once when somebody still works here.</param>
    public Task DrainAsync(Action kept) => leases.DrainAsync(kept);

    public async ValueTask DisposeAsync()
    {
        await web.StopAsync();
        await web.DisposeAsync();
        queries.CloseFree();
        inserts.CloseFree();
    }

    private void Map(StatementRunner runner, AccessToken token)
    {
        web.MapGet("/ping", () => Results.Text("Ok.\n"));
        web.MapGet("/engine/lease", (HttpContext http) => Guard(http, token, leases.HoldAsync));
        web.MapMethods("/", ["GET", "POST", "HEAD"], (HttpContext http) => Guard(http, token, async (http, cancel) =>
        {
            if (HttpMethods.IsGet(http.Request.Method) && http.Request.Query.Count == 0)
                await http.Response.Body.WriteAsync("Ok.\n"u8.ToArray(), cancel);
            else
                await runner.RunAsync(http, cancel);
        }));
    }

    private static async Task Guard(HttpContext http, AccessToken token, Func<HttpContext, CancellationToken, Task> serve)
    {
        try
        {
            if (!token.Allows(http.Request))
                throw ChdbException.Of(ChdbException.AuthenticationFailed,
                    "Authentication failed: the access token is in server.json of the store's directory; send it as the password.", "AUTHENTICATION_FAILED");
            await serve(http, http.RequestAborted);
        }
        catch (ChdbException error)
        {
            await HttpFailure.WriteAsync(http, error);
        }
        catch (Exception error) when (error is InvalidDataException or ZstdSharp.ZstdException or BadHttpRequestException or DecoderFallbackException)
        {
            await HttpFailure.WriteAsync(http, ChdbException.Of(ChdbException.SyntaxError, $"The request cannot be read: {error.Message}", "SYNTAX_ERROR"));
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception error)
        {
            // The boundary: one request failed for a reason of ours; the log of the process names it, the client gets an error.
            await Console.Error.WriteLineAsync($"a request failed: {error}");
            await HttpFailure.WriteAsync(http, ChdbException.Of(ChdbException.Unspecified, $"The embedded store failed: {error.Message}", "STD_EXCEPTION"));
        }
    }

    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
