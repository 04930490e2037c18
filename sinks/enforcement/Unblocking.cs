using System.Net.Sockets;
using System.Text.Json;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// Carries out an operator's request whether an engine is running or not: through the running one, or, holding its state directory,
/// directly at the points. Either way the word is written down, so that no later reconciliation undoes it.
/// </summary>
public static class Unblocking
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="options">The configuration with the points.</param>
    /// <param name="stateDirectory">The same as the running engine's.</param>
    /// <param name="request">What to do.</param>
    /// <param name="time">Clock.</param>
    /// <param name="log">Where troubles are told when no engine is running.</param>
    /// <param name="cancel">Gives up.</param>
    public static async ValueTask<UnblockReport> RunAsync(
        EnforcementOptions options, string stateDirectory, UnblockRequest request, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        // An engine that is just starting or stopping holds the directory without listening: a moment later it is one or the other.
        for (var attempt = 0; ; attempt++)
        {
            if (StateDirectory.Hold(stateDirectory) is { } held)
                return await DirectlyAsync(options, held, request, time, log, cancel);
            if (await AskAsync(stateDirectory, request, cancel) is { } report)
                return report with { WasRunning = true };
            if (attempt == 20)
                throw new UserError($"another process holds {stateDirectory} but does not listen; wait until it has started, or end it");
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancel);
        }
    }

    private static async ValueTask<UnblockReport> DirectlyAsync(
        EnforcementOptions options, StateDirectory held, UnblockRequest request, TimeProvider time, ILogger log, CancellationToken cancel)
    {
        using (held)
        {
            if (options.Points.Count == 0)
                throw new UserError("no engine is running here and no enforcement point is configured; name the configuration with -c", isUsage: true);
            await using var enforcer = new Enforcer(options, held, record: null, time, log);
            return await enforcer.UnblockAsync(request, cancel);
        }
    }

    /// <summary>Null: nobody listens.</summary>
    private static async ValueTask<UnblockReport?> AskAsync(string stateDirectory, UnblockRequest request, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(await File.ReadAllTextAsync(StateDirectory.Control(stateDirectory), limit.Token)), limit.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or ArgumentException)
        {
            return null;
        }

        try
        {
            await using var stream = new NetworkStream(socket);
            await ControlLine.WriteAsync(stream, request, limit.Token);
            var reply = await ControlLine.ReadAsync<ControlReply>(stream, limit.Token);
            return reply.Report ?? throw new UserError(reply.Problem ?? "the running engine gave no answer", isUsage: true);
        }
        catch (Exception e) when (e is IOException or JsonException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new UserError($"the running engine did not answer ({UserError.Why(e)}); see its log, or stop it and repeat the command", cause: e);
        }
    }
}
