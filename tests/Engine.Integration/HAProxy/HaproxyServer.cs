using System.Net.Sockets;
using Engine.Integration.Gateways;
using Engine.Sinks.Enforcement;
using Engine.Sinks.Enforcement.Points;

namespace Engine.Integration.HAProxy;

/// <summary>
/// The real HAProxy with the configuration of <c>deploy/examples/haproxy</c>: only paths and ports are changed. Ended with the test.
/// </summary>
internal sealed class HaproxyServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("engine-hap-");
    private readonly List<string> _log = [];
    private readonly Func<int, IEnumerable<string>> _configure;
    private ServerProcess? _process;

    private HaproxyServer(Func<HaproxyServer, int, IEnumerable<string>> configure) => _configure = port => configure(this, port);

    public int Port { get; private set; }
    public string Socket => In("s.sock");
    public string Map => In("blocks.map");

    /// <summary>The log as a file that an engine can follow.</summary>
    public string LogFile => In("api.log");

    /// <summary>Signs the tokens that it believes.</summary>
    public TokenSigner Tokens { get; } = new();

    /// <summary>What HAProxy has logged: one JSON object per request.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
                return [.. _log];
        }
    }

    /// <param name="backendPort">Where the service is.</param>
    /// <param name="syslogPort">Where its log goes besides, as <c>to-syslog.cfg</c> has it; 0: nowhere.</param>
    public static Task<HaproxyServer> StartAsync(int backendPort, int syslogPort = 0) => StartAsync(new HaproxyServer((server, port) =>
    [
        .. syslogPort == 0 ? Array.Empty<string>() : ["-f", server.Copy("to-syslog.cfg", ("127.0.0.1:5514", At(syslogPort)))],
        "-f", server.Copy(
            "haproxy.cfg", ("/run/haproxy/engine.sock", server.Socket), ("/etc/haproxy/engine-blocks.map", server.Map),
            ("/etc/haproxy/identity.pem", server.In("identity.pem")), ("bind :8080", $"bind {At(port)}"), ("127.0.0.1:8081", At(backendPort))),
    ]));

    /// <summary>As <c>over-http.cfg</c> has it.</summary>
    /// <param name="backendPort">Where the service is.</param>
    /// <param name="enginePort">Where the engine takes calls over HTTP.</param>
    public static Task<HaproxyServer> StartOverHttpAsync(int backendPort, int enginePort) => StartAsync(new HaproxyServer((server, port) =>
    [
        "-f", server.Copy(
            "over-http.cfg", ("/etc/haproxy/engine-tell.lua", server.Copy("engine-tell.lua", ("127.0.0.1:8089", At(enginePort)))),
            ("bind :8080", $"bind {At(port)}"), ("127.0.0.1:8081", At(backendPort))),
    ]));

    /// <summary>As an operator's <c>systemctl restart</c>: the map is what its file says, which is nothing.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync(this);
    }

    public async Task StopAsync()
    {
        if (_process is null)
            return;
        await _process.DisposeAsync();
        _process = null;
        File.Delete(Socket);
    }

    /// <summary>The point that an operator would configure for it.</summary>
    public PointOptions Point(int swapFrom = 500) =>
        new() { Name = "edge", Socket = Socket, Map = Map, SwapFrom = swapFrom, Timeout = TimeSpan.FromSeconds(10) };

    public async Task<string> AskAsync(string command) =>
        await new RuntimeSocket(new UnixDomainSocketEndPoint(Socket), Socket, TimeSpan.FromSeconds(10), TimeProvider.System).AskAsync(command + "\n", default);

    /// <summary>Status that a client with this address gets.</summary>
    public async Task<int> GetAsync(string clientAddress, string path = "/v1/orders/1?q=%22x") => (await new GatewayCall(clientAddress, "GET", path).SendAsync(Port)).Status;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Tokens.Dispose();
        _directory.Delete(recursive: true);
    }

    private static async Task<HaproxyServer> StartAsync(HaproxyServer server)
    {
        await File.WriteAllTextAsync(server.Map, "");
        await File.WriteAllTextAsync(server.In("identity.pem"), server.Tokens.PublicKey);
        (server._process, server.Port) = await ServerProcess.StartAtAsync("haproxy", server.Port, port => ["-db", .. server._configure(port)], server.Note);
        return server;
    }

    private void Note(string line)
    {
        lock (_log)
            _log.Add(line);
        if (line.StartsWith('{'))
            File.AppendAllText(LogFile, line + "\n");
    }

    private string Copy(string file, params (string, string)[] changes) => Example.Copy("haproxy", file, _directory.FullName, changes);

    private string In(string name) => Path.Combine(_directory.FullName, name);

    private static string At(int port) => $"127.0.0.1:{port}";
}
