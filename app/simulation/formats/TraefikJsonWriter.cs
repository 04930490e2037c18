using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Traefik's access log as JSON, with the headers that <c>fields.headers.names</c> is told to keep.</summary>
internal sealed class TraefikJsonWriter : ICallWriter
{
    private readonly Timestamp _time = new();

    public void Write(Call call, Utf8Buffer line)
    {
        line.Add("{\"ClientHost\":\""u8).Add(call.Client.AddressText).Add("\",\"ClientPort\":\""u8).AddPort(call)
            .Add("\",\"ClientUsername\":\""u8).AddUser(call).Add("\""u8).AddNumber("DownstreamContentSize"u8, call.ResponseBytes)
            .AddNumber("DownstreamStatus"u8, call.Status).AddNumber("Duration"u8, call.Milliseconds * 1_000_000L)
            .AddNumber("OriginStatus"u8, call.Status).AddText("RequestAddr"u8, LineParts.Host).AddNumber("RequestContentSize"u8, call.RequestBytes)
            .AddText("RequestHost"u8, LineParts.Host).AddText("RequestMethod"u8, call.Operation.MethodText).AddText("RequestPath"u8, call.Target.Written)
            .AddText("RequestPort"u8, "-"u8).AddText("RequestProtocol"u8, "HTTP/2.0"u8).AddText("RequestScheme"u8, "https"u8)
            .Add(",\"RetryAttempts\":0,\"ServiceName\":\""u8).Add(call.Operation.Service).Add("@docker\",\"StartUTC\":\""u8);
        _time.Write(call.At, line);
        line.Add("\",\"entryPointName\":\"websecure\",\"level\":\"info\",\"msg\":\"\""u8).AddReferer("request_Referer"u8, call)
            .AddText("request_User-Agent"u8, call.Client.UserAgent.Utf8).Add(",\"time\":\""u8);
        _time.Write(call.At, line);
        line.Add("\"}\n"u8);
    }
}
