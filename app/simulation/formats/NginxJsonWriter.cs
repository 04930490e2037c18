using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>nginx with the log_format of deploy/examples/nginx/log-format.conf.</summary>
internal sealed class NginxJsonWriter : ICallWriter
{
    public void Write(Call call, Utf8Buffer line)
    {
        line.Add("{\"time\":\""u8).AddSeconds(call.At).Add("\",\"request_time\":\""u8).AddSeconds(call.Milliseconds).Add("\""u8)
            .AddText("remote_addr"u8, call.Client.AddressText).Add(",\"remote_port\":\""u8).AddPort(call).Add("\",\"x_forwarded_for\":\"\""u8)
            .AddText("method"u8, call.Operation.MethodText).AddText("scheme"u8, "https"u8).AddText("host"u8, LineParts.Host)
            .AddText("uri"u8, call.Target.Written).AddText("protocol"u8, "HTTP/2.0"u8).Add(",\"status\":\""u8).Add(call.Status)
            .Add("\",\"request_length\":\""u8).Add(call.RequestBytes).Add("\",\"body_bytes_sent\":\""u8).Add(call.ResponseBytes).Add("\""u8)
            .AddText("user_agent"u8, call.Client.UserAgent.Utf8)
            .AddText("referer"u8, call.Client.Kind == ClientKind.Browser ? LineParts.Referer : default).Add(",\"remote_user\":\"\",\"verified_user\":\""u8);
        if (call.IsAuthenticated)
            line.Add(call.Credential!.Account.NameText);
        line.Add("\",\"client_subject\":\"\",\"client_verify\":\"NONE\""u8).AddText("service"u8, call.Operation.ServiceText)
            .Add(",\"request_id\":\""u8).AddHex(LineParts.Number(call)).Add("\",\"traceparent\":\"\",\"blocked_by\":\"\"}\n"u8);
    }
}
