using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Engine.Integration.Kafka;

/// <summary>
/// The part of the Confluent schema registry's REST interface that reading needs (docs.confluent.io, Schema Registry API reference):
/// <c>GET /schemas/ids/{id}</c>, error codes, basic authentication. On loopback; can go away and come back at the same address.
/// </summary>
internal sealed class SchemaRegistryServer : IDisposable
{
    private const string MediaType = "application/vnd.schemaregistry.v1+json";

    private readonly ConcurrentDictionary<int, string> _schemas = new();
    private readonly string? _authorization;
    private readonly int _port = FreePort();
    private HttpListener? _listener;

    /// <param name="credentials">USER:PASSWORD that must be given; null: none.</param>
    public SchemaRegistryServer(string? credentials = null) =>
        _authorization = credentials is null ? null : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials))}";

    public string Address => $"http://127.0.0.1:{_port}";

    /// <summary>Schemas that were asked for.</summary>
    public ConcurrentQueue<int> Asked { get; } = new();

    public void Register(int id, string schema) => _schemas[id] = schema;

    public void Start()
    {
        _listener = new HttpListener { Prefixes = { Address + "/" } };
        _listener.Start();
        _ = AnswerAsync(_listener);
    }

    public void Dispose() => _listener?.Close();

    private async Task AnswerAsync(HttpListener listener)
    {
        while (listener.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            var (status, body) = Answer(call.Request);
            call.Response.StatusCode = status;
            call.Response.ContentType = MediaType;
            call.Response.Close(JsonSerializer.SerializeToUtf8Bytes(body), willBlock: true);
        }
    }

    private (int Status, object Body) Answer(HttpListenerRequest request)
    {
        if (_authorization is not null && request.Headers["Authorization"] != _authorization)
            return (401, new { error_code = 401, message = "Unauthorized" });
        var accepts = request.AcceptTypes ?? [];
        if (!accepts.Any(type => type.StartsWith("application/vnd.schemaregistry", StringComparison.Ordinal) || type.StartsWith("application/json", StringComparison.Ordinal)))
            return (406, new { error_code = 406, message = "HTTP 406 Not Acceptable" });
        if (request.HttpMethod != "GET" || request.Url!.AbsolutePath.Split('/') is not ["", "schemas", "ids", var text] || !int.TryParse(text, CultureInfo.InvariantCulture, out var id))
            return (404, new { error_code = 404, message = "HTTP 404 Not Found" });
        Asked.Enqueue(id);
        return _schemas.TryGetValue(id, out var schema)
            ? (200, new { schema })
            : (404, new { error_code = 40403, message = $"Schema {id} not found" });
    }

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
