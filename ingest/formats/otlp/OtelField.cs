namespace Engine.Ingest.Formats.Otlp;

/// <summary>What an attribute says, whatever its name was in the years of the conventions.</summary>
internal enum OtelField
{
    Method, MethodOriginal, Url, Target, Path, Query, Scheme, Route, Status, HostHeader, ServerAddress, ServerName, ClientAddress, ClientPort,
    PeerAddress, PeerPort, PeerName, ProtocolVersion, UserAgent, RequestBytes, WholeRequestBytes, ResponseBytes, WholeResponseBytes,
    RequestBody, ResponseBody, User, Role, Scope, Session, TlsFingerprint, BlockedBy,
    DatabaseSystem, DatabaseName, DatabaseOperation, DatabaseCollection,
    RpcSystem, RpcService, RpcMethod, RpcStatus, GraphqlName, GraphqlType, PeerService,
}
