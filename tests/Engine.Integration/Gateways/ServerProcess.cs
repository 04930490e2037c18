using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Integration.EndToEnd;

namespace Engine.Integration.Gateways;

/// <summary>A server of a Debian package, as one process in the foreground. Ended with the test.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20), s_pause = TimeSpan.FromMilliseconds(20);

    private readonly StringBuilder _said = new();
    private readonly Process _process;

    private ServerProcess(string program, IEnumerable<string> arguments, Action<string>? onLine)
    {
        _process = Process.Start(new ProcessStartInfo(Find(program), arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        _process.OutputDataReceived += (_, line) => Note(line.Data, onLine);
        _process.ErrorDataReceived += (_, line) => Note(line.Data, onLine);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has written on the terminal.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    public static ServerProcess Start(string program, IEnumerable<string> arguments, Action<string>? onLine = null) => new(program, arguments, onLine);

    /// <summary>Starts it at a port of this machine that nobody has. Should somebody take it before the server does, another one is chosen.</summary>
    /// <param name="program">Its command.</param>
    /// <param name="port">The port to begin with; 0: any.</param>
    /// <param name="configure">Writes its configuration for a port, and gives its arguments.</param>
    /// <param name="onLine">Gets each line that it writes.</param>
    public static async Task<(ServerProcess Server, int Port)> StartAtAsync(string program, int port, Func<int, IEnumerable<string>> configure, Action<string>? onLine = null)
    {
        for (var attempt = 0; ; attempt++)
        {
            port = port == 0 || attempt > 0 ? Receivers.FreePort() : port;
            var server = Start(program, configure(port), onLine);
            if (await server.IsListeningAsync(port))
                return (server, port);
            await server.DisposeAsync();
            Assert.True(attempt < 3, $"{program} does not start: {server.Said}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> IsListeningAsync(int port)
    {
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < s_patience && !_process.HasExited;)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(s_pause);
            }
        }

        return false;
    }

    private void Note(string? line, Action<string>? onLine)
    {
        if (line is null)
            return;
        lock (_said)
        {
            _said.Append(CultureInfo.InvariantCulture, $"{line}\n");
            onLine?.Invoke(line);
        }
    }

    private static string Find(string program)
    {
        string[] places = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/local/sbin"];
        var found = places.Select(place => Path.Combine(place, program)).FirstOrDefault(File.Exists);
        Assert.True(found is not null, $"{program} is not installed: run 'make setup-test'");
        return found;
    }
}
