using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>OpenTelemetry in OTLP/JSON: each line is a request with the span of the service that answered, in the names of today.</summary>
internal sealed class OtlpJsonWriter : ICallWriter
{
    public void Write(Call call, Utf8Buffer line)
    {
        JsonParts.Split(call, out var path, out var query);
        var number = LineParts.Number(call);
        line.Add("{\"resourceSpans\":[{\"resource\":{\"attributes\":["u8);
        AddText(line, "service.name"u8, call.Operation.ServiceText, isFirst: true);
        line.Add("]},\"scopeSpans\":[{\"scope\":{\"name\":\"engine.simulate\"},\"spans\":[{\"traceId\":\""u8).AddHex(number).AddHex(~number)
            .Add("\",\"spanId\":\""u8).AddHex(number).Add("\",\"name\":\""u8).Add(call.Operation.MethodText).Add("\",\"kind\":2,\"startTimeUnixNano\":\""u8)
            .Add(call.At * 1_000_000).Add("\",\"endTimeUnixNano\":\""u8).Add((call.At + call.Milliseconds) * 1_000_000).Add("\",\"attributes\":["u8);
        AddText(line, "http.request.method"u8, call.Operation.MethodText, isFirst: true);
        AddText(line, "url.scheme"u8, "https"u8);
        AddText(line, "url.path"u8, path);
        if (!query.IsEmpty)
            AddText(line, "url.query"u8, query);
        AddText(line, "server.address"u8, LineParts.Host);
        AddText(line, "network.peer.address"u8, call.Client.AddressText);
        AddText(line, "client.address"u8, call.Client.AddressText);
        AddText(line, "network.protocol.version"u8, "2"u8);
        AddText(line, "user_agent.original"u8, call.Client.UserAgent.Utf8);
        AddNumber(line, "http.response.status_code"u8, call.Status);
        AddNumber(line, "http.request.body.size"u8, call.RequestBytes);
        AddNumber(line, "http.response.body.size"u8, call.ResponseBytes);
        if (call.Client.Kind == ClientKind.Browser)
            AddHeader(line, "referer"u8, default, LineParts.Referer);
        if (call.IsAuthenticated)
            AddText(line, "enduser.id"u8, call.Credential!.Account.NameText);
        if (call.Credential is { } shown)
            AddHeader(line, shown.Account.IsConsumer ? "apikey"u8 : "authorization"u8, shown.Account.IsConsumer ? default : "Bearer "u8, shown.Token);
        line.Add("],\"status\":{}}]}]}]}\n"u8);
    }

    private static void AddText(Utf8Buffer line, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool isFirst = false) =>
        line.Add(isFirst ? "{\"key\":\""u8 : ",{\"key\":\""u8).Add(key).Add("\",\"value\":{\"stringValue\":\""u8).Add(value).Add("\"}}"u8);

    private static void AddNumber(Utf8Buffer line, ReadOnlySpan<byte> key, long value) =>
        line.Add(",{\"key\":\""u8).Add(key).Add("\",\"value\":{\"intValue\":\""u8).Add(value).Add("\"}}"u8);

    private static void AddHeader(Utf8Buffer line, ReadOnlySpan<byte> name, ReadOnlySpan<byte> scheme, ReadOnlySpan<byte> value) =>
        line.Add(",{\"key\":\"http.request.header."u8).Add(name).Add("\",\"value\":{\"arrayValue\":{\"values\":[{\"stringValue\":\""u8)
            .Add(scheme).Add(value).Add("\"}]}}}"u8);
}
