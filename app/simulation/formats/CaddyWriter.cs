using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Caddy's access log, credentials hidden as it does by default.</summary>
internal sealed class CaddyWriter : ICallWriter
{
    public void Write(Call call, Utf8Buffer line)
    {
        line.Add("{\"level\":\"info\",\"ts\":"u8).AddSeconds(call.At)
            .Add(",\"logger\":\"http.log.access.log0\",\"msg\":\"handled request\",\"request\":{\"remote_ip\":\""u8).Add(call.Client.AddressText)
            .Add("\",\"remote_port\":\""u8).AddPort(call).Add("\""u8).AddText("client_ip"u8, call.Client.AddressText).AddText("proto"u8, "HTTP/2.0"u8)
            .AddText("method"u8, call.Operation.MethodText).AddText("host"u8, LineParts.Host).AddText("uri"u8, call.Target.Written)
            .Add(",\"headers\":{\"User-Agent\":[\""u8).Add(call.Client.UserAgent.Utf8).Add("\"]"u8);
        if (call.Client.Kind == ClientKind.Browser)
            line.Add(",\"Referer\":[\""u8).Add(LineParts.Referer).Add("\"]"u8);
        if (call.Credential is not null)
            line.Add(",\"Authorization\":[\"REDACTED\"]"u8);
        line.Add(",\"Accept\":[\"application/json\"]},\"tls\":{\"resumed\":false,\"version\":772,\"proto\":\"h2\",\"server_name\":\""u8).Add(LineParts.Host)
            .Add("\"}},\"bytes_read\":"u8).Add(call.RequestBytes).Add(",\"user_id\":\""u8);
        if (call.IsAuthenticated)
            line.Add(call.Credential!.Account.NameText);
        line.Add("\",\"duration\":"u8).AddSeconds(call.Milliseconds).AddNumber("size"u8, call.ResponseBytes).AddNumber("status"u8, call.Status)
            .Add(",\"resp_headers\":{\"Server\":[\"Caddy\"],\"Content-Type\":[\"application/json\"]}}\n"u8);
    }
}
