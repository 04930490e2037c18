using System.Net.Sockets;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// Where the running engine hears <c>engine unblock</c>: a unix socket in the state directory (its owner's alone), one JSON line in, one
/// JSON line out.
/// </summary>
internal sealed partial class ControlServer : IAsyncDisposable
{
    /// <summary>Longest path that every platform's socket address holds.</summary>
    private const int LongestPath = 100;

    private readonly Socket _listener;
    private readonly string _path;
    private readonly string _announcement;
    private readonly string? _apart;
    private readonly Func<UnblockRequest, CancellationToken, ValueTask<UnblockReport>> _answer;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;

    public ControlServer(
        string directory, Func<UnblockRequest, CancellationToken, ValueTask<UnblockReport>> answer, ILogger log)
    {
        (_answer, _log) = (answer, log);
        _path = Path.Combine(Path.GetFullPath(directory), "control.sock");
        if (_path.Length > LongestPath)
            _path = Path.Combine(_apart = Directory.CreateTempSubdirectory("engine-").FullName, "control.sock");
        File.Delete(_path);
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(_path));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _listener.Listen(8);
        _announcement = StateDirectory.Control(directory);
        File.WriteAllText(_announcement, _path);
        _work = WorkAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _listener.Dispose();
        File.Delete(_announcement);
        File.Delete(_path);
        if (_apart is not null)
            Directory.Delete(_apart);
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var caller = await _listener.AcceptAsync(_stop.Token);
                // Whoever connects and says nothing must not lock out the next.
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                limit.CancelAfter(TimeSpan.FromSeconds(30));
                await AnswerAsync(caller, limit.Token);
            }
            catch (Exception e)
            {
                // Whatever one caller brings about, the next operator must be heard.
                if (!_stop.IsCancellationRequested)
                    NotAnswered(e.Message);
            }
        }
    }

    private async Task AnswerAsync(Socket caller, CancellationToken cancel)
    {
        await using var stream = new NetworkStream(caller);
        ControlReply reply;
        try
        {
            var request = await ControlLine.ReadAsync<UnblockRequest>(stream, cancel);
            reply = new ControlReply(await _answer(request, cancel), null);
        }
        catch (UserError e)
        {
            reply = new ControlReply(null, e.Message);
        }

        await ControlLine.WriteAsync(stream, reply, cancel);
    }

    [LoggerMessage(3121, LogLevel.Warning, "a request on the control socket was not answered: {Why}")]
    private partial void NotAnswered(string why);
}
