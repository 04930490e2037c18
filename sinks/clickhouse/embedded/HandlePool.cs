using System.Threading.Channels;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>Sessions that requests take turns with: a fixed number, since opening one later would disturb the signal handlers.</summary>
internal sealed class HandlePool
{
    private readonly Channel<ChdbSession> free;

    public HandlePool(IEnumerable<ChdbSession> sessions)
    {
        free = Channel.CreateUnbounded<ChdbSession>();
        foreach (var session in sessions)
            free.Writer.TryWrite(session);
    }

    /// <summary>Waits for a free session. Give it back in a finally.</summary>
    public ValueTask<ChdbSession> RentAsync(CancellationToken cancel) => free.Reader.ReadAsync(cancel);

    /// <summary>Closes the sessions that nobody uses. libchdb does not survive closing one in the middle of a statement: those end with the process.</summary>
    public void CloseFree()
    {
        while (free.Reader.TryRead(out var session))
            session.Dispose();
    }

    public void Return(ChdbSession session) => free.Writer.TryWrite(session);
}
