using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Engine.Integration.Gateways;

/// <summary>A request of a client, and what a gateway must tell of it.</summary>
/// <param name="From">Address of the client, one of this machine.</param>
/// <param name="Method">Method.</param>
/// <param name="Target">Path and query as they are sent.</param>
internal sealed record GatewayCall(string From, string Method, string Target)
{
    public const string Host = "shop.example";

    /// <summary>What the client shows of itself.</summary>
    public string? Token { get; init; }
    public string Agent { get; init; } = "shop-app/2.1";
    public string? Body { get; init; }

    /// <summary>Status that it gets.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Bytes of the body that it got.</summary>
    public int AnswerBytes { get; init; }

    /// <summary>Whom the gateway has checked; null: nobody.</summary>
    public string? User { get; init; }

    /// <summary>Whose block it ran into.</summary>
    public string? BlockedBy { get; init; }

    /// <summary>As two columns; - where there is no query.</summary>
    public string[] PathAndQuery => Target.Split('?') is [var path, var query] ? [path, query] : [Target, "-"];

    /// <returns>The call with the status and the size of its answer.</returns>
    public async Task<GatewayCall> SendAsync(int port)
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(From), 0));
                await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        using var request = new HttpRequestMessage(new HttpMethod(Method), new Uri($"http://127.0.0.1:{port}{Target}"));
        request.Headers.Host = Host;
        request.Headers.TryAddWithoutValidation("User-Agent", Agent);
        request.Headers.Authorization = Token is null ? null : new AuthenticationHeaderValue("Bearer", Token);
        request.Content = Body is null ? null : new StringContent(Body);
        using var answer = await client.SendAsync(request);
        return this with { Status = (int)answer.StatusCode, AnswerBytes = (await answer.Content.ReadAsByteArrayAsync()).Length };
    }
}
