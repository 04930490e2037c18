using Engine.Sinks.ClickHouse.Store;
using Microsoft.AspNetCore.Http;

namespace Engine.Sinks.ClickHouse.Http;

/// <summary>
/// Who works with this store beside its owner: one open request each. The process that started the store may end first; it stays
/// until the last of them is gone, and cannot be kept by one that died, because its connection ends with it.
/// </summary>
internal sealed class Leases
{
    private readonly Lock sync = new();
    private TaskCompletionSource? empty;
    private int held;
    private bool isClosed;

    public async Task HoldAsync(HttpContext http, CancellationToken cancel)
    {
        lock (sync)
        {
            if (isClosed)
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            }

            held++;
        }

        try
        {
            await http.Response.Body.WriteAsync(StoreLease.Granted.ToArray(), cancel);
            await http.Response.Body.FlushAsync(cancel);
            await Task.Delay(Timeout.Infinite, cancel);
        }
        finally
        {
            lock (sync)
            {
                held--;
                if (held == 0 && empty is not null)
                {
                    isClosed = true;
                    empty.TrySetResult();
                }
            }
        }
    }

    public Task DrainAsync(Action kept)
    {
        lock (sync)
        {
            if (held == 0)
            {
                isClosed = true;
                return Task.CompletedTask;
            }

            empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        kept();
        return empty.Task;
    }
}
