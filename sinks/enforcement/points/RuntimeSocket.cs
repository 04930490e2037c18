using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Sinks.Enforcement.Points;

/// <summary>
/// HAProxy's runtime API: one connection, one line of commands, one reply up to the end of the connection. Nothing is believed that is
/// not complete: every reply ends in an empty line.
/// </summary>
/// <param name="address">Where it listens.</param>
/// <param name="name">The same, for messages.</param>
/// <param name="timeout">Longest wait for one reply.</param>
/// <param name="time">Clock of the timeout.</param>
internal sealed class RuntimeSocket(EndPoint address, string name, TimeSpan timeout, TimeProvider time)
{
    /// <summary>A map of about half a million entries; more than that is not ours and not bounded.</summary>
    private const int MostReplyBytes = 64 * 1024 * 1024;

    /// <summary>The complete reply, empty line included. <paramref name="commands"/> ends in a line end.</summary>
    public async ValueTask<string> AskAsync(string commands, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            var family = address is UnixDomainSocketEndPoint ? AddressFamily.Unix : address.AddressFamily;
            using var socket = new Socket(family, SocketType.Stream, family == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
            await socket.ConnectAsync(address, either.Token);
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(commands), either.Token);
            return Complete(await ReadAllAsync(stream, either.Token));
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new PointFailure($"HAProxy at {name} did not answer within {timeout.TotalSeconds:0.###} s; is it overloaded, or is this another service?");
        }
        catch (SocketException e)
        {
            throw new PointFailure(Explain(e), e);
        }
        catch (IOException e)
        {
            throw new PointFailure($"HAProxy at {name} closed the connection in mid-reply; it may be restarting", e);
        }
    }

    private async ValueTask<string> ReadAllAsync(NetworkStream stream, CancellationToken cancel)
    {
        var reply = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            if (reply.Length + read > MostReplyBytes)
                throw new PointFailure($"HAProxy at {name} sent more than {MostReplyBytes / 1024 / 1024} MiB; use a smaller map for the engine's entries");
            reply.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return reply.ToString();
    }

    private string Complete(string reply)
    {
        if (reply.Length == 0)
            throw new PointFailure($"HAProxy at {name} closed the connection without an answer; is it a runtime API socket (stats socket … level admin)?");
        if (reply != "\n" && !reply.EndsWith("\n\n", StringComparison.Ordinal))
            throw new PointFailure($"HAProxy at {name} sent only half an answer; it may be restarting");
        return reply;
    }

    private string Explain(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.AccessDenied => $"no permission to use HAProxy's socket {name}; run the engine as its owner or group, or set mode and group on 'stats socket'",
        SocketError.ConnectionRefused => $"nothing listens at {name}; start HAProxy, or correct the point's socket",
        _ when address is UnixDomainSocketEndPoint && !File.Exists(address.ToString()) => $"HAProxy's socket {name} does not exist; add 'stats socket {name} mode 600 level admin' to its global section, or correct the point's socket",
        _ => $"HAProxy at {name} cannot be reached: {e.Message}",
    };
}
