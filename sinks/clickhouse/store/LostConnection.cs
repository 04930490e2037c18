using System.Net.Sockets;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>What is thrown where a store is away, dies in the middle of an answer, or just as it is connected to.</summary>
public static class LostConnection
{
    /// <summary>A bare <see cref="SocketException"/> too: a new connection is asked for its other end, which may be gone already.</summary>
    public static bool Is(Exception? error) => error is HttpRequestException or IOException or SocketException;
}
