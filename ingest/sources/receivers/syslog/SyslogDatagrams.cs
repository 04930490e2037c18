using System.Net;
using System.Net.Sockets;
using Engine.Ingest.Sources.Journal;
using Engine.Ingest.Sources.Receivers.Http;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Receivers.Syslog;

/// <summary>Syslog over UDP. What does not fit into the socket while the disk is busy is lost, and counted where the system tells.</summary>
internal sealed class SyslogDatagrams : IAsyncDisposable
{
    private const int WantedBuffer = 4 * 1024 * 1024, MostDatagram = 64 * 1024;

    private readonly Socket _socket;
    private readonly Intake _intake;
    private readonly SocketDrops _drops;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _receiving;

    private SyslogDatagrams(Socket socket, Intake intake)
    {
        (_socket, _intake, _drops) = (socket, intake, new SocketDrops(socket));
        intake.Counters.WatchLost(() => _drops.Count);
        Address = new ListenAddress(((IPEndPoint)socket.LocalEndPoint!).Address, ((IPEndPoint)socket.LocalEndPoint).Port);
        _receiving = Task.Run(ReceiveAsync);
    }

    /// <summary>With the port that it got.</summary>
    public ListenAddress Address { get; }

    /// <exception cref="UserError">The address cannot be had.</exception>
    public static SyslogDatagrams Start(ListenAddress address, Intake intake)
    {
        var socket = new Socket(address.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (address.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            // As much as the system lets have.
            socket.ReceiveBufferSize = WantedBuffer;
            socket.Bind(new IPEndPoint(address.Address, address.Port));
            return new SyslogDatagrams(socket, intake);
        }
        catch (SocketException error)
        {
            socket.Dispose();
            throw new UserError($"source '{intake.Options.Name}': {WebListener.Why(address, error)}", cause: error);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        _drops.Freeze();
        _socket.Dispose();
        _closing.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var datagram = new byte[MostDatagram];
        var batch = new MessageBatch();
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var length = await _socket.ReceiveAsync(datagram.AsMemory(), _closing.Token).ConfigureAwait(false);
                batch.Add(datagram.AsSpan(0, length));
                if (batch.IsFull || _socket.Available == 0)
                    await KeepAsync(batch).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (SocketException)
            {
                // Somebody sent to who is gone: the next datagram is none the worse.
            }
        }
    }

    private async Task KeepAsync(MessageBatch batch)
    {
        if (batch.Count > 0 && await _intake.KeepAsync(batch.Body, RecordCut.Prefixed, messages: batch.Count).ConfigureAwait(false) != AppendOutcome.Kept)
            _intake.Counters.CountDropped(batch.Count);
        batch.Clear();
    }
}
