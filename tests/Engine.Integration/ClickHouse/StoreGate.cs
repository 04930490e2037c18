using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Integration.ClickHouse;

/// <summary>The way to a real store that a test can close: a server that is away, and back, without ending it.</summary>
internal sealed class StoreGate : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, byte> connections = new();
    private readonly StoreConnection behind;
    private readonly Task accepting;
    private volatile bool isClosed;

    public StoreGate(ClickHouseStore store)
    {
        behind = store.Connection;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The store behind the gate, for <c>--store</c>.</summary>
    public string Url => $"http://{behind.User}:{behind.Password}@127.0.0.1:{Port}/{behind.Database}";

    private int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Task<ClickHouseStore> OpenAsync() =>
        ClickHouseStore.OpenAsync(new StoreLocation.Server(behind with { Address = new Uri($"http://127.0.0.1:{Port}/") }), new ClickHouseStoreOptions());

    public void Close()
    {
        isClosed = true;
        foreach (var connection in connections.Keys)
            connection.Close();
    }

    public void Open() => isClosed = false;

    public async ValueTask DisposeAsync()
    {
        Close();
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
                serving.Add(ServeAsync(await listener.AcceptTcpClientAsync()));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        connections[near] = 0;
        try
        {
            if (isClosed)
                return;
            await far.ConnectAsync(IPAddress.Loopback, behind.Address.Port);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed in the middle: that is what it is for.
        }
        finally
        {
            connections.TryRemove(near, out _);
        }
    }
}
