using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Engine.Tests.Sinks.Enforcement;

/// <summary>
/// HAProxy's runtime API as far as a map needs it, on a loopback port, with the replies of HAProxy 2.6. What it cannot be made to do on
/// demand in the real one (half a reply, a sudden end) is a line here; that it is like the real one is shown in Engine.Integration.
/// </summary>
internal sealed partial class FakeHaproxy : IAsyncDisposable
{
    public const string Map = "/etc/haproxy/engine-blocks.map";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _sync = new();
    private readonly Dictionary<long, List<(string Reference, string Key, string Value)>> _prepared = [];
    private List<(string Reference, string Key, string Value)> _entries = [];
    private readonly Task _work;
    private long _next = 0x1000;

    public FakeHaproxy()
    {
        _listener.Start();
        Socket = $"ipv4@{_listener.LocalEndpoint}";
        _work = WorkAsync();
    }

    public string Socket { get; }

    /// <summary>Everything that was sent, one connection each.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>Stands in for a reply: null = as usual. Bytes are sent as they are; an empty text only closes.</summary>
    public Func<string, string?> Interrupt { get; set; } = _ => null;

    /// <summary>Completed with the first request that is never answered, after this is set.</summary>
    public TaskCompletionSource? Silence { get; set; }

    public IReadOnlyList<string> Entries
    {
        get
        {
            lock (_sync)
                return [.. _entries.Select(entry => $"{entry.Key} {entry.Value}")];
        }
    }

    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (_sync)
                return [.. _entries.Select(entry => entry.Key).Order(StringComparer.Ordinal)];
        }
    }

    public void Enter(string key, string value)
    {
        lock (_sync)
            _entries.Add((Next(), key, value));
    }

    /// <summary>As after a restart: the map file is empty.</summary>
    public void Restart()
    {
        lock (_sync)
            _entries = [];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var caller = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(caller.GetStream());
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The caller went away, or the test is over.
            }
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var heard = new StringBuilder();
        var buffer = new byte[4096];
        while (!IsWhole(heard.ToString()))
        {
            var read = await stream.ReadAsync(buffer, _stop.Token);
            if (read == 0)
                return;
            heard.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        var line = heard.ToString();
        lock (_sync)
            Heard.Add(line);
        if (Silence is { } silence)
        {
            silence.TrySetResult();
            await Task.Delay(Timeout.Infinite, _stop.Token);
        }

        await stream.WriteAsync(Encoding.Latin1.GetBytes(Interrupt(line) ?? Reply(line)), _stop.Token);
    }

    private static bool IsWhole(string text) => text.Contains("<<\n", StringComparison.Ordinal)
        ? text.EndsWith("\n\n", StringComparison.Ordinal)
        : text.EndsWith('\n');

    private string Reply(string line)
    {
        lock (_sync)
        {
            var payload = line.IndexOf("<<\n", StringComparison.Ordinal);
            return payload >= 0
                ? AddMany(line[..payload], line[(payload + 3)..])
                : string.Concat(line.TrimEnd('\n').Split(';').Select(One));
        }
    }

    private string One(string command)
    {
        if (CommandPattern().Match(command) is not { Success: true } match)
            return "Unknown command\n\n";
        if (match.Groups["map"].Value != Map)
            return "Unknown map identifier. Please use #<id> or <file>.\n\n";
        var rest = match.Groups["rest"].Value.Split(' ', 2);
        var version = match.Groups["version"].Success ? long.Parse(match.Groups["version"].Value, CultureInfo.InvariantCulture) : 0;
        var place = _entries.FindIndex(entry => "#" + entry.Reference == rest[0] || entry.Key == rest[0]);
        switch (match.Groups["verb"].Value)
        {
            case "show":
                return string.Concat((version == 0 ? _entries : _prepared[version]).Select(entry => $"{entry.Reference} {entry.Key} {entry.Value}\n")) + "\n";
            case "prepare":
                _prepared[_prepared.Count + 1] = [];
                return $"New version created: {_prepared.Count}\n\n";
            case "commit":
                _entries = _prepared[version];
                return "\n";
            case "clear":
                _prepared[version].Clear();
                return "\n";
            case "add":
                _entries.Add((Next(), rest[0], rest[1]));
                return "\n";
            case "set" when place >= 0:
                _entries[place] = _entries[place] with { Value = rest[1] };
                return "\n";
            case "del" when place >= 0:
                _entries.RemoveAt(place);
                return "\n";
            default:
                return match.Groups["verb"].Value == "set" ? "entry not found.\n\n" : "Key not found.\n\n";
        }
    }

    private string AddMany(string command, string payload)
    {
        var match = CommandPattern().Match(command.TrimEnd());
        var into = _prepared[long.Parse(match.Groups["version"].Value, CultureInfo.InvariantCulture)];
        foreach (var line in payload.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ', 2);
            into.Add((Next(), parts[0], parts[1]));
        }

        return "\n";
    }

    private string Next() => string.Create(CultureInfo.InvariantCulture, $"0x{_next++:x}");

    [GeneratedRegex("^(?<verb>show|add|set|del|prepare|commit|clear) map (@(?<version>[0-9]+) )?(?<map>[^ ]+) ?(?<rest>.*)$")]
    private static partial Regex CommandPattern();
}
