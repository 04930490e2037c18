using System.Net.Http.Headers;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>An open request to a store that another process has open: while it lasts, the store stays.</summary>
internal sealed class StoreLease : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly HttpResponseMessage response;
    private readonly Task ended;

    /// <summary>What the store says when it grants a lease.</summary>
    internal static ReadOnlySpan<byte> Granted => "engine store held\n"u8;

    private StoreLease(HttpClient http, HttpResponseMessage response, Stream body)
    {
        this.http = http;
        this.response = response;
        ended = WatchAsync(body);
    }

    /// <summary>Completes when the store has ended.</summary>
    public Task Ended => ended;

    /// <summary>Null where nobody answers: the file was left behind, or the store is closing.</summary>
    public static async Task<StoreLease?> TryTakeAsync(ServerFile server, CancellationToken cancel)
    {
        var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), UseProxy = false, ResponseDrainTimeout = TimeSpan.Zero }) { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/engine/lease");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            var body = await response.Content.ReadAsStreamAsync(cancel);
            // The port of a file that was left behind may belong to any other server by now: only ours says this.
            var said = new byte[Granted.Length];
            if (response.IsSuccessStatusCode && await body.ReadAtLeastAsync(said, said.Length, throwOnEndOfStream: false, cancel) == said.Length
                && said.AsSpan().SequenceEqual(Granted))
                return new StoreLease(http, response, body);
            response.Dispose();
        }
        catch (Exception error) when (LostConnection.Is(error) || error is OperationCanceledException && !cancel.IsCancellationRequested)
        {
            // Silence means: nobody there.
        }

        http.Dispose();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        response.Dispose();
        http.Dispose();
        await ended;
    }

    private static async Task WatchAsync(Stream body)
    {
        var buffer = new byte[64];
        try
        {
            while (await body.ReadAsync(buffer) > 0)
            {
            }
        }
        catch (Exception error) when (LostConnection.Is(error) || error is OperationCanceledException or ObjectDisposedException)
        {
            // Ended by us or by the store: either way it is over.
        }
    }
}
