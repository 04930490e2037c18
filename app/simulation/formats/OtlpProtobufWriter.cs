using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>The same spans as <see cref="OtlpJsonWriter"/> in protobuf, each request behind its length, as the collector's file exporter writes them.</summary>
internal sealed class OtlpProtobufWriter : ICallWriter
{
    private readonly ProtobufBuffer _any = new();
    private readonly ProtobufBuffer _pair = new();
    private readonly ProtobufBuffer _list = new();
    private readonly ProtobufBuffer _span = new();
    private readonly ProtobufBuffer _scope = new();
    private readonly ProtobufBuffer _resource = new();
    private readonly ProtobufBuffer _request = new();

    public void Write(Call call, Utf8Buffer line)
    {
        WriteSpan(call);
        _scope.Clear();
        _scope.AddMessage(2, _span);
        _resource.Clear();
        _any.Clear();
        _any.AddBytes(1, call.Operation.ServiceText);
        AddPair("service.name"u8, into: _list, field: 1, isFirst: true);
        _resource.AddMessage(1, _list);
        _resource.AddMessage(2, _scope);
        _request.Clear();
        _request.AddMessage(1, _resource);
        line.AddFrame(_request.Written);
    }

    private void WriteSpan(Call call)
    {
        JsonParts.Split(call, out var path, out var query);
        var number = LineParts.Number(call);
        _span.Clear();
        _span.AddId(1, number, ~number);
        _span.AddId(2, number);
        _span.AddBytes(5, call.Operation.MethodText);
        _span.AddNumber(6, 2);
        _span.AddFixed(7, (ulong)call.At * 1_000_000);
        _span.AddFixed(8, (ulong)(call.At + call.Milliseconds) * 1_000_000);
        AddText("http.request.method"u8, call.Operation.MethodText);
        AddText("url.scheme"u8, "https"u8);
        AddText("url.path"u8, path);
        if (!query.IsEmpty)
            AddText("url.query"u8, query);
        AddText("server.address"u8, LineParts.Host);
        AddText("network.peer.address"u8, call.Client.AddressText);
        AddText("client.address"u8, call.Client.AddressText);
        AddText("network.protocol.version"u8, "2"u8);
        AddText("user_agent.original"u8, call.Client.UserAgent.Utf8);
        AddNumber("http.response.status_code"u8, call.Status);
        AddNumber("http.request.body.size"u8, call.RequestBytes);
        AddNumber("http.response.body.size"u8, call.ResponseBytes);
        if (call.Client.Kind == ClientKind.Browser)
            AddText("http.request.header.referer"u8, LineParts.Referer);
        if (call.IsAuthenticated)
            AddText("enduser.id"u8, call.Credential!.Account.NameText);
        if (call.Credential is { Account.IsConsumer: true } key)
            AddText("http.request.header.apikey"u8, key.Token);
        else if (call.Credential is { } bearer)
            AddText("http.request.header.authorization"u8, [.. "Bearer "u8, .. bearer.Token]);
    }

    private void AddText(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _any.Clear();
        _any.AddBytes(1, value);
        AddPair(key, _span, 9);
    }

    private void AddNumber(ReadOnlySpan<byte> key, long value)
    {
        _any.Clear();
        _any.AddNumber(3, (ulong)value);
        AddPair(key, _span, 9);
    }

    private void AddPair(ReadOnlySpan<byte> key, ProtobufBuffer into, int field, bool isFirst = false)
    {
        if (isFirst)
            into.Clear();
        _pair.Clear();
        _pair.AddBytes(1, key);
        _pair.AddMessage(2, _any);
        into.AddMessage(field, _pair);
    }
}
