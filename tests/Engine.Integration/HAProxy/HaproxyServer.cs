using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Sinks.Enforcement;
using Engine.Sinks.Enforcement.Points;

namespace Engine.Integration.HAProxy;

/// <summary>
/// The real HAProxy with the configuration of <c>deploy/examples/haproxy</c>: only paths and ports are changed. Ended with the test.
/// </summary>
internal sealed class HaproxyServer : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("engine-hap-");
    private readonly StringBuilder _log = new();
    private readonly string _binary;
    private readonly int _backendPort;
    private Process? _process;

    private HaproxyServer(int backendPort) => (_backendPort, _binary) = (backendPort, Find());

    public int Port { get; private set; }
    public string Socket => Path.Combine(_directory.FullName, "s.sock");
    public string Map => Path.Combine(_directory.FullName, "blocks.map");

    /// <summary>The log as a file that an engine can follow.</summary>
    public string LogFile => Path.Combine(_directory.FullName, "api.log");

    /// <summary>What HAProxy has logged: one JSON object per request.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log)
                return _log.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    public static async Task<HaproxyServer> StartAsync(int backendPort)
    {
        var server = new HaproxyServer(backendPort);
        await server.StartAsync();
        return server;
    }

    /// <summary>As an operator's <c>systemctl restart</c>: the map is what its file says, which is nothing.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
        File.Delete(Socket);
    }

    /// <summary>The point that an operator would configure for it.</summary>
    public PointOptions Point(int swapFrom = 500) =>
        new() { Name = "edge", Socket = Socket, Map = Map, SwapFrom = swapFrom, Timeout = TimeSpan.FromSeconds(10) };

    public async Task<string> AskAsync(string command) =>
        await new RuntimeSocket(new UnixDomainSocketEndPoint(Socket), Socket, TimeSpan.FromSeconds(10), TimeProvider.System).AskAsync(command + "\n", default);

    /// <summary>Status that a client with this address gets.</summary>
    public async Task<int> GetAsync(string clientAddress, string path = "/v1/orders/1?q=%22x")
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(clientAddress), 0));
                await socket.ConnectAsync(IPAddress.Loopback, Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{Port}{path}"));
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Delete(recursive: true);
    }

    private async Task StartAsync()
    {
        await File.WriteAllTextAsync(Map, "");
        // Between choosing a free port and HAProxy's taking it somebody else may: then another one is chosen.
        for (var attempt = 0; ; attempt++)
        {
            Port = Port == 0 || attempt > 0 ? FreePort() : Port;
            var configuration = Path.Combine(_directory.FullName, "haproxy.cfg");
            await File.WriteAllTextAsync(configuration, Configuration());
            var process = Process.Start(new ProcessStartInfo(_binary, ["-f", configuration, "-db"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.OutputDataReceived += (_, line) => Note(line.Data);
            process.ErrorDataReceived += (_, line) => Note(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            _process = process;
            if (await IsReadyAsync(process))
                return;
            await StopAsync();
            Assert.True(attempt < 3, $"HAProxy does not start: {string.Join('\n', Log)}");
        }
    }

    private void Note(string? line)
    {
        lock (_log)
        {
            _log.Append(line).Append('\n');
            if (line?.StartsWith('{') == true)
                File.AppendAllText(LogFile, line + "\n");
        }
    }

    private async Task<bool> IsReadyAsync(Process process)
    {
        for (var deadline = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(deadline) < TimeSpan.FromSeconds(20) && !process.HasExited;)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                await AskAsync($"show map {Map}");
                return true;
            }
            catch (Exception e) when (e is SocketException or PointFailure)
            {
                await Task.Delay(20);
            }
        }

        return false;
    }

    private string Configuration()
    {
        var example = File.ReadAllText(Example("haproxy.cfg"));
        return Replace(Replace(Replace(Replace(example, "/run/haproxy/engine.sock", Socket), "/etc/haproxy/engine-blocks.map", Map),
            "bind :8080", $"bind 127.0.0.1:{Port}"), "127.0.0.1:8081", $"127.0.0.1:{_backendPort}");
    }

    /// <summary>A file of <c>deploy/examples/haproxy</c>.</summary>
    public static string Example(string name) => Path.Combine(Root(), "deploy", "examples", "haproxy", name);

    private static string Replace(string text, string old, string value)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, value, StringComparison.Ordinal);
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Engine.sln")))
            directory = directory.Parent;
        return directory.FullName;
    }

    private static string Find()
    {
        string[] places = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/local/sbin"];
        var found = places.Select(place => Path.Combine(place, "haproxy")).FirstOrDefault(File.Exists);
        Assert.True(found is not null, "HAProxy is not installed: run 'make setup-test', or apt-get install haproxy");
        return found;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
