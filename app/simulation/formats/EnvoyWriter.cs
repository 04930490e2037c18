using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Envoy's access log as JSON: the members of Istio's default, and those that deploy/examples/envoy adds.</summary>
internal sealed class EnvoyWriter : ICallWriter
{
    private readonly Timestamp _time = new();

    public void Write(Call call, Utf8Buffer line)
    {
        var number = LineParts.Number(call);
        line.Add("{\"start_time\":\""u8);
        _time.Write(call.At, line);
        line.Add("\",\"route_name\":\"default\""u8).AddText("method"u8, call.Operation.MethodText).AddText("path"u8, call.Target.Written)
            .AddText("scheme"u8, "https"u8).AddText("protocol"u8, "HTTP/2"u8).AddNumber("response_code"u8, call.Status)
            .Add(",\"response_flags\":\"-\",\"response_code_details\":\"via_upstream\",\"connection_termination_details\":null"u8)
            .AddNumber("bytes_received"u8, call.RequestBytes).AddNumber("bytes_sent"u8, call.ResponseBytes).AddNumber("duration"u8, call.Milliseconds)
            .Add(",\"x_forwarded_for\":null"u8).AddText("user_agent"u8, call.Client.UserAgent.Utf8).AddReferer("referer"u8, call)
            .Add(",\"request_id\":\""u8).AddHex(number).Add("\""u8).AddText("authority"u8, LineParts.Host)
            .Add(",\"upstream_host\":\"10.0.0.1:8080\",\"upstream_cluster\":\"outbound|8080||"u8).Add(call.Operation.Service)
            .Add("\",\"downstream_remote_address\":\""u8);
        // An address of version 6 with a port has brackets.
        var isSix = call.Client.AddressText.AsSpan().Contains((byte)':');
        line.Add(isSix ? "["u8 : default).Add(call.Client.AddressText).Add(isSix ? "]:"u8 : ":"u8).AddPort(call)
            .Add("\",\"requested_server_name\":null"u8).AddName("user"u8, call).Add(",\"blocked_by\":null}\n"u8);
    }
}
