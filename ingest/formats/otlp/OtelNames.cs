using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>
/// Names of attributes: semantic conventions 1.44, the ones they replaced since 1.0 (both are written side by side for years), and
/// those of Hypertrace's agents for bodies.
/// </summary>
internal static class OtelNames
{
    public static NameTable<OtelField> Fields { get; } = new(
    [
        .. Are(OtelField.Method, "http.request.method", "http.method"),
        .. Are(OtelField.MethodOriginal, "http.request.method_original"),
        .. Are(OtelField.Url, "url.full", "http.url"),
        .. Are(OtelField.Target, "http.target"),
        .. Are(OtelField.Path, "url.path"),
        .. Are(OtelField.Query, "url.query"),
        .. Are(OtelField.Scheme, "url.scheme", "http.scheme"),
        .. Are(OtelField.Route, "http.route", "url.template"),
        .. Are(OtelField.Status, "http.response.status_code", "http.status_code"),
        .. Are(OtelField.HostHeader, "http.host"),
        .. Are(OtelField.ServerAddress, "server.address", "net.host.name"),
        .. Are(OtelField.ServerName, "http.server_name"),
        .. Are(OtelField.ClientAddress, "client.address", "http.client_ip"),
        .. Are(OtelField.ClientPort, "client.port"),
        .. Are(OtelField.PeerAddress, "network.peer.address", "net.sock.peer.addr", "net.peer.ip"),
        .. Are(OtelField.PeerPort, "network.peer.port", "net.sock.peer.port", "net.peer.port"),
        .. Are(OtelField.PeerName, "net.peer.name", "net.sock.peer.name"),
        .. Are(OtelField.ProtocolVersion, "network.protocol.version", "http.flavor", "net.protocol.version"),
        .. Are(OtelField.UserAgent, "user_agent.original", "http.user_agent"),
        .. Are(OtelField.RequestBytes, "http.request.body.size", "http.request_content_length"),
        .. Are(OtelField.WholeRequestBytes, "http.request.size"),
        .. Are(OtelField.ResponseBytes, "http.response.body.size", "http.response_content_length"),
        .. Are(OtelField.WholeResponseBytes, "http.response.size"),
        .. Are(OtelField.RequestBody, "http.request.body.content", "http.request.body", "rpc.request.body"),
        .. Are(OtelField.ResponseBody, "http.response.body.content", "http.response.body", "rpc.response.body"),
        .. Are(OtelField.User, "enduser.id", "user.id", "user.name"),
        .. Are(OtelField.Role, "enduser.role", "user.roles"),
        .. Are(OtelField.Scope, "enduser.scope"),
        .. Are(OtelField.Session, "session.id"),
        .. Are(OtelField.TlsFingerprint, "tls.client.ja3", "tls.client.ja4"),
        .. Are(OtelField.BlockedBy, "blocked_by", "http.response.header.x-blocked-by"),
        .. Are(OtelField.DatabaseSystem, "db.system.name", "db.system"),
        .. Are(OtelField.DatabaseName, "db.namespace", "db.name"),
        .. Are(OtelField.DatabaseOperation, "db.operation.name", "db.operation"),
        .. Are(OtelField.DatabaseCollection, "db.collection.name", "db.sql.table", "db.mongodb.collection", "db.cassandra.table"),
        .. Are(OtelField.RpcSystem, "rpc.system.name", "rpc.system"),
        .. Are(OtelField.RpcService, "rpc.service"),
        .. Are(OtelField.RpcMethod, "rpc.method"),
        .. Are(OtelField.RpcStatus, "rpc.response.status_code", "rpc.grpc.status_code"),
        .. Are(OtelField.GraphqlName, "graphql.operation.name"),
        .. Are(OtelField.GraphqlType, "graphql.operation.type"),
        .. Are(OtelField.PeerService, "peer.service", "service.peer.name"),
    ]);

    private static readonly byte[][] s_requestHeaders =
        ["http.request.header."u8.ToArray(), "rpc.request.metadata."u8.ToArray(), "rpc.grpc.request.metadata."u8.ToArray()];

    private static readonly byte[][] s_responseHeaders =
        ["http.response.header."u8.ToArray(), "rpc.response.metadata."u8.ToArray(), "rpc.grpc.response.metadata."u8.ToArray()];

    /// <summary>Name of the request header that the attribute holds; empty where it holds none.</summary>
    public static ReadOnlySpan<byte> RequestHeader(ReadOnlySpan<byte> key) => Behind(key, s_requestHeaders);

    public static ReadOnlySpan<byte> ResponseHeader(ReadOnlySpan<byte> key) => Behind(key, s_responseHeaders);

    private static ReadOnlySpan<byte> Behind(ReadOnlySpan<byte> key, byte[][] prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (key.StartsWith(prefix))
                return key[prefix.Length..];
        }

        return default;
    }

    private static IEnumerable<(string, OtelField)> Are(OtelField field, params string[] names) => names.Select(name => (name, field));
}
