namespace Engine.Integration.Gateways;

/// <summary>The real nginx with the configuration of <c>deploy/examples/nginx</c>: only paths and ports are changed. Ended with the test.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("engine-nginx-");
    private ServerProcess? _process;

    public int Port { get; private set; }

    /// <summary>The log that <c>to-file.conf</c> names.</summary>
    public string LogFile => In("engine.json");

    /// <param name="upstreamPort">Where the service is.</param>
    /// <param name="identityPort">Who checks tokens.</param>
    /// <param name="feed">How the engine is told: to-file.conf, to-syslog.conf or to-mirror.conf.</param>
    /// <param name="enginePort">Where the engine takes what is sent.</param>
    /// <param name="blocked">Addresses that are refused, as lines of blocks.conf.</param>
    public static async Task<NginxServer> StartAsync(int upstreamPort, int identityPort, string feed, int enginePort = 0, string blocked = "")
    {
        var server = new NginxServer();
        await File.WriteAllTextAsync(server.In("blocks.conf"), blocked);
        server.Copy("log-format.conf");
        server.Copy(feed, feed switch
        {
            "to-file.conf" => ("/var/log/nginx/engine.json", server.LogFile),
            "to-syslog.conf" => ("127.0.0.1:5514", $"127.0.0.1:{enginePort}"),
            _ => ("127.0.0.1:9002", $"127.0.0.1:{enginePort}"),
        });
        (server._process, server.Port) = await ServerProcess.StartAtAsync("nginx", 0, port =>
        [
            // One process, so that none outlives it.
            "-g", "daemon off; master_process off;",
            "-c", server.Copy(
                "nginx.conf", ("/run/nginx.pid", server.In("nginx.pid")), ("/var/log/nginx/error.log", server.In("error.log")),
                ("/etc/nginx/engine/to-file.conf", server.In(feed)), ("/etc/nginx/engine", server._directory.FullName),
                ("listen 8080", $"listen 127.0.0.1:{port}"), ("127.0.0.1:8081", $"127.0.0.1:{upstreamPort}"), ("127.0.0.1:8082", $"127.0.0.1:{identityPort}")),
        ]);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private string Copy(string file, params (string, string)[] changes) => Example.Copy("nginx", file, _directory.FullName, changes);

    private string In(string name) => Path.Combine(_directory.FullName, name);
}
