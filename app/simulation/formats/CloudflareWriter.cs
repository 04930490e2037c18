using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Cloudflare Logpush, http_requests, with RFC 3339 times in milliseconds.</summary>
internal sealed class CloudflareWriter : ICallWriter
{
    private readonly Timestamp _start = new();
    private readonly Timestamp _end = new();

    public void Write(Call call, Utf8Buffer line)
    {
        JsonParts.Split(call, out var path, out _);
        line.Add("{\"CacheCacheStatus\":\"dynamic\""u8).AddText("ClientIP"u8, call.Client.AddressText)
            .AddNumber("ClientRequestBytes"u8, call.RequestBytes).AddText("ClientRequestHost"u8, LineParts.Host)
            .AddText("ClientRequestMethod"u8, call.Operation.MethodText).AddText("ClientRequestPath"u8, path)
            .AddText("ClientRequestProtocol"u8, "HTTP/2"u8).AddReferer("ClientRequestReferer"u8, call).AddText("ClientRequestScheme"u8, "https"u8)
            .AddText("ClientRequestURI"u8, call.Target.Written).AddText("ClientRequestUserAgent"u8, call.Client.UserAgent.Utf8)
            .Add(",\"ClientSrcPort\":"u8).AddPort(call).Add(",\"EdgeEndTimestamp\":\""u8);
        _end.Write(call.At + call.Milliseconds, line);
        line.Add("\""u8).AddNumber("EdgeResponseBodyBytes"u8, call.ResponseBytes).AddNumber("EdgeResponseBytes"u8, call.ResponseBytes + 400)
            .AddNumber("EdgeResponseStatus"u8, call.Status).Add(",\"EdgeStartTimestamp\":\""u8);
        _start.Write(call.At, line);
        line.Add("\",\"RayID\":\""u8).AddHex(LineParts.Number(call)).Add("\",\"SecurityAction\":\"\",\"WorkerSubrequest\":false}\n"u8);
    }
}
