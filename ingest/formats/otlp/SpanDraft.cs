using System.Net;
using System.Text;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>A span or log record while its attributes are being read, in whatever order they come.</summary>
internal struct SpanDraft
{
    public CallDraft Call;
    public SpanKind Kind;

    /// <summary>Nanoseconds since 1970; 0: not given.</summary>
    public ulong Start;

    /// <summary>For a log record the time at which it was collected, should it have no own.</summary>
    public ulong End;
    public string? Name;
    public string? MethodOriginal;
    public string? ServerAddress;
    public string? PeerName;
    public IPAddress? ClientAddress;
    public IPAddress? PeerAddress;
    public int? ClientPort;
    public int? PeerPort;
    public long? WholeRequestBytes;
    public long? WholeResponseBytes;
    public int? RpcStatus;
    public string? RpcSystem;
    public string? RpcService;
    public string? RpcMethod;
    public string? PeerService;
    public string? GraphqlName;
    public string? GraphqlType;
    public string? DatabaseSystem;
    public string? DatabaseName;
    public string? DatabaseOperation;
    public string? DatabaseCollection;

    /// <summary>One attribute, or one element of an attribute that is a list.</summary>
    public void Take(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ParserMemory memory)
    {
        if (value.IsEmpty)
            return;
        if (OtelNames.Fields.TryFind(key, out var field))
            Take(field, value, memory);
        else if (OtelNames.RequestHeader(key) is { IsEmpty: false } request)
            TakeHeader(request, value, memory, isRequest: true);
        else if (OtelNames.ResponseHeader(key) is { IsEmpty: false } response)
            TakeHeader(response, value, memory, isRequest: false);
    }

    /// <summary>True where the attribute is read at all: values of others need not be looked at.</summary>
    public static bool Knows(ReadOnlySpan<byte> key) =>
        OtelNames.Fields.TryFind(key, out _) || !OtelNames.RequestHeader(key).IsEmpty || !OtelNames.ResponseHeader(key).IsEmpty;

    private void TakeHeader(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ParserMemory memory, bool isRequest)
    {
        // Until 2023 the names had '_' for '-'.
        Span<byte> dashed = stackalloc byte[64];
        if (name.Length <= dashed.Length && name.Contains((byte)'_'))
        {
            name.CopyTo(dashed);
            dashed[..name.Length].Replace((byte)'_', (byte)'-');
            name = dashed[..name.Length];
        }

        if (isRequest)
            HeaderSelection.TakeRequest(name, value, ref Call, memory);
        else
            HeaderSelection.TakeResponse(name, value, ref Call, memory);
    }

    private void Take(OtelField field, ReadOnlySpan<byte> value, ParserMemory memory)
    {
        switch (field)
        {
            case OtelField.Method: Call.Method = MethodName.Of(value, memory.Texts); break;
            case OtelField.MethodOriginal: MethodOriginal = memory.Texts.Get(value); break;
            case OtelField.Url or OtelField.Target: Call.TakeTarget(RequestTarget.Split(value, memory)); break;
            case OtelField.Path: Call.Path = memory.Texts.Get(value); break;
            case OtelField.Query: Call.Query = memory.Texts.Get(value[0] == '?' ? value[1..] : value); break;
            case OtelField.Scheme: Call.Scheme = memory.Texts.Get(value).ToLowerInvariant(); break;
            case OtelField.Route: Call.Route = memory.Texts.Get(value); break;
            case OtelField.Status: Call.Status = JsonScalar.Status(value, "http.response.status_code", ref Call); break;
            case OtelField.HostHeader: Call.Host ??= RequestTarget.HostOf(value, memory); break;
            case OtelField.ServerAddress: ServerAddress = RequestTarget.HostOf(value, memory); break;
            case OtelField.ServerName: ServerAddress ??= RequestTarget.HostOf(value, memory); break;
            case OtelField.ClientAddress: ClientAddress = memory.Addresses.Get(value, out _); break;
            case OtelField.ClientPort: ClientPort = Port(value); break;
            case OtelField.PeerAddress: PeerAddress = memory.Addresses.Get(value, out _); break;
            case OtelField.PeerPort: PeerPort = Port(value); break;
            case OtelField.PeerName: PeerName = RequestTarget.HostOf(value, memory); break;
            case OtelField.ProtocolVersion: Call.Protocol = Protocol(value, memory); break;
            case OtelField.UserAgent: Call.UserAgent ??= memory.Texts.Get((Call.Capture ?? CaptureLimits.Default).Header(value)); break;
            case OtelField.RequestBytes: Call.RequestBytes = JsonScalar.Count(value, "http.request.body.size", ref Call); break;
            case OtelField.WholeRequestBytes: WholeRequestBytes = JsonScalar.Count(value, "http.request.size", ref Call); break;
            case OtelField.ResponseBytes: Call.ResponseBytes = JsonScalar.Count(value, "http.response.body.size", ref Call); break;
            case OtelField.WholeResponseBytes: WholeResponseBytes = JsonScalar.Count(value, "http.response.size", ref Call); break;
            case OtelField.RequestBody: Call.TakeRequestBody(value); break;
            case OtelField.ResponseBody: Call.TakeResponseBody(value); break;
            case OtelField.User: Call.Credentials.Subject ??= memory.Texts.Get(value); break;
            case OtelField.Role: Call.Credentials.TakeClaim("role", memory.Texts.Get(value)); break;
            case OtelField.Scope: Call.Credentials.TakeClaim("scope", memory.Texts.Get(value)); break;
            case OtelField.Session: Call.Credentials.Session ??= Encoding.UTF8.GetString(value); break;
            case OtelField.TlsFingerprint: Call.TlsFingerprint = memory.Texts.Get(value); break;
            case OtelField.BlockedBy: Call.BlockedBy ??= memory.Texts.Get(value); break;
            case OtelField.DatabaseSystem: DatabaseSystem ??= memory.Texts.Get(value); break;
            case OtelField.DatabaseName: DatabaseName ??= memory.Texts.Get(value); break;
            case OtelField.DatabaseOperation: DatabaseOperation ??= memory.Texts.Get(value); break;
            case OtelField.DatabaseCollection: DatabaseCollection ??= memory.Texts.Get(value); break;
            case OtelField.RpcSystem: RpcSystem ??= memory.Texts.Get(value); break;
            case OtelField.RpcService: RpcService = memory.Texts.Get(value); break;
            case OtelField.RpcMethod: RpcMethod = memory.Texts.Get(value); break;
            case OtelField.RpcStatus: RpcStatus = GrpcStatus.ToHttp(value); break;
            case OtelField.GraphqlName: GraphqlName = memory.Texts.Get(value); break;
            case OtelField.GraphqlType: GraphqlType = memory.Texts.Get(value); break;
            case OtelField.PeerService: PeerService = memory.Texts.Get(value); break;
        }
    }

    private static int? Port(ReadOnlySpan<byte> value) =>
        ScaledNumber.TryReadWhole(value, out var port) && port is > 0 and <= ushort.MaxValue ? (int)port : null;

    // 1.1, 2, 2.0, 3, as the old attribute also HTTP/1.1 or SPDY.
    private static string Protocol(ReadOnlySpan<byte> version, ParserMemory memory) => version switch
    {
        [(byte)'1', (byte)'.', (byte)'1'] => "HTTP/1.1",
        [(byte)'1', (byte)'.', (byte)'0'] => "HTTP/1.0",
        [(byte)'2'] or [(byte)'2', (byte)'.', (byte)'0'] => "HTTP/2",
        [(byte)'3'] or [(byte)'3', (byte)'.', (byte)'0'] => "HTTP/3",
        _ => RequestLine.ProtocolName(version, memory),
    };
}
