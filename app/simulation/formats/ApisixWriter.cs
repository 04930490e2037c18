using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>APISIX's log entry as its loggers send it, without bodies.</summary>
internal sealed class ApisixWriter : ICallWriter
{
    public void Write(Call call, Utf8Buffer line)
    {
        line.Add("{\"latency\":"u8).Add(call.Milliseconds).Add(",\"request\":{\"querystring\":{},\"headers\":"u8).AddHeaders(call)
            .AddText("method"u8, call.Operation.MethodText).AddNumber("size"u8, call.RequestBytes).AddText("uri"u8, call.Target.Written)
            .Add(",\"url\":\"https://api.shop.example:9443"u8).Add(call.Target.Written)
            .Add("\"},\"response\":{\"headers\":{\"content-type\":\"application/json\",\"server\":\"APISIX/3.16.0\"}"u8)
            .AddNumber("status"u8, call.Status).AddNumber("size"u8, call.ResponseBytes).Add("},\"route_id\":\"1\""u8)
            .AddText("client_ip"u8, call.Client.AddressText).Add(",\"server\":{\"hostname\":\"apisix\",\"version\":\"3.16.0\"}"u8)
            .AddText("service_id"u8, call.Operation.ServiceText).AddNumber("upstream_latency"u8, call.Milliseconds).AddNumber("start_time"u8, call.At)
            .Add(",\"upstream\":\"10.0.0.1:8080\""u8);
        if (call is { IsAuthenticated: true, Credential.Account: var account })
            line.Add(",\"consumer\":{\"username\":\""u8).Add(account.NameText).Add("\"}"u8);
        line.Add("}\n"u8);
    }
}
