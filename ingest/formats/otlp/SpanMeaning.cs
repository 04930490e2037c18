using System.Text.RegularExpressions;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>
/// What a whole span or log record tells: a call that a service answered, one that it made, an access to a database, or nothing that
/// concerns us. Spans are never joined: each edge stands for itself.
/// </summary>
internal static partial class SpanMeaning
{
    public static void Conclude(ref SpanDraft span, in ResourceDraft resource, OtlpOptions options)
    {
        TakeTimes(ref span);
        span.Call.Environment = resource.Environment;
        span.Call.ServiceVersion = resource.Version;
        TakeRpc(ref span);
        if (span.DatabaseSystem is not null && span.Kind is not (SpanKind.Server or SpanKind.LogRecord))
            BecomeDatabaseAccess(ref span, resource);
        else if (span.Call.Method is null || span.Kind is SpanKind.Producer or SpanKind.Consumer)
            span.Call.IsNoCall = true;
        else if (span.Kind is SpanKind.Client or SpanKind.Internal)
            BecomeEdge(ref span, resource);
        else
            BecomeInbound(ref span, resource, options);
    }

    private static void TakeTimes(ref SpanDraft span)
    {
        ref var call = ref span.Call;
        call.Precision = TimePrecision.Microseconds;
        var at = span.Start > 0 || span.Kind != SpanKind.LogRecord ? span.Start : span.End;
        // 64 bits of nanoseconds end in 2554.
        if (at > 0 && Moment.TryFromUnix((long)(at / 100), out var start))
            call.At = start;
        if (span.Kind == SpanKind.LogRecord)
            call.AtMarks = CallMoment.End;
        else if (span.End >= span.Start && span.End - span.Start <= long.MaxValue)
            call.Duration = new TimeSpan((long)((span.End - span.Start) / 100));
    }

    // gRPC is POST /package.Service/Method over HTTP/2; other systems are told apart by their name.
    private static void TakeRpc(ref SpanDraft span)
    {
        ref var call = ref span.Call;
        if (span.RpcSystem is null || (span.RpcMethod ?? span.RpcService) is null || call.Method is not null)
            return;
        call.Method = "POST";
        call.Path ??= span.RpcMethod is { } full && full.Contains('/') ? $"/{full.TrimStart('/')}" : $"/{span.RpcService ?? span.RpcSystem}/{span.RpcMethod}";
        call.Route ??= call.Path;
        call.Protocol ??= span.RpcSystem == "grpc" ? "HTTP/2" : null;
        call.Status ??= span.RpcStatus;
    }

    private static void BecomeInbound(ref SpanDraft span, in ResourceDraft resource, OtlpOptions options)
    {
        ref var call = ref span.Call;
        TakeRequest(ref span);
        call.Callee = resource.Service;
        call.Host ??= span.ServerAddress;
        // client.address is what a header says, wherever there is one: only the peer is sure.
        call.PeerAddress = span.PeerAddress ?? span.ClientAddress;
        call.PeerPort = span.PeerAddress is null ? span.ClientPort : span.PeerPort;
        if (span.PeerAddress is not null && span.ClientAddress is not null && !span.ClientAddress.Equals(span.PeerAddress))
            call.ForwardedFor ??= span.ClientAddress.ToString();
        if (call.Credentials.Subject is not null)
            call.Credentials.Verified = options.UserIsVerified && call.Status is not (null or 401) ? true : null;
        // The name is the client's choice: only what looks like one stands for the operation.
        if (span.GraphqlType is not null && span.GraphqlName is { } name && OperationName().IsMatch(name))
            call.Route = $"{call.Route ?? call.Path} {span.GraphqlType} {name}";
    }

    private static void BecomeEdge(ref SpanDraft span, in ResourceDraft resource)
    {
        ref var call = ref span.Call;
        TakeRequest(ref span);
        call.Host ??= call.TargetHost ?? span.ServerAddress ?? span.PeerName;
        call.Caller = resource.Service;
        call.Callee = span.PeerService ?? call.Host;
        // Our own keys for the services of others say nothing about a caller of ours.
        call.Credentials = default;
        call.Direction = span.Kind == SpanKind.Internal || span.PeerService is not null || call.Host is null || InternalHost.Is(call.Host)
            ? Direction.Internal
            : Direction.Outbound;
    }

    private static void BecomeDatabaseAccess(ref SpanDraft span, in ResourceDraft resource)
    {
        ref var call = ref span.Call;
        call.Direction = Direction.Internal;
        call.Caller = resource.Service;
        call.Host = span.ServerAddress ?? span.PeerName;
        call.Database = span.DatabaseName is null ? span.DatabaseSystem : $"{span.DatabaseSystem}/{span.DatabaseName}";
        call.Method = span.DatabaseOperation?.ToUpperInvariant() ?? MethodName.None;
        call.Path = $"/{call.Database}" + (span.DatabaseCollection is null ? "" : $"/{span.DatabaseCollection}");
        call.Route = call.Path;
        call.Credentials = default;
        // Of a data store that is spoken to over HTTP: its own addresses are none of an API of ours.
        call.Query = null;
    }

    private static void TakeRequest(ref SpanDraft span)
    {
        ref var call = ref span.Call;
        if (call.Method is "_OTHER" && span.MethodOriginal is not null)
            call.Method = span.MethodOriginal;
        // Some agents give the template alone.
        call.Path ??= call.Route;
        call.RequestBytes ??= span.WholeRequestBytes;
        call.ResponseBytes ??= span.WholeResponseBytes;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex OperationName();
}
