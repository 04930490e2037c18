using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Mirrored calls in the engine's own shape; the simulation makes no bodies.</summary>
internal sealed class MirrorWriter : ICallWriter
{
    private readonly Timestamp _time = new();

    public void Write(Call call, Utf8Buffer line)
    {
        line.Add("{\"time\":\""u8);
        _time.Write(call.At, line);
        line.Add("\""u8).AddNumber("duration_ms"u8, call.Milliseconds).Add(",\"client\":{\"address\":\""u8).Add(call.Client.AddressText)
            .Add("\",\"port\":"u8).AddPort(call).Add("},\"request\":{\"method\":\""u8).Add(call.Operation.MethodText)
            .Add("\",\"url\":\"https://"u8).Add(LineParts.Host).Add(call.Target.Written).Add("\",\"protocol\":\"HTTP/2\",\"headers\":"u8).AddHeaders(call)
            .AddNumber("bytes"u8, call.RequestBytes).Add("},\"response\":{\"status\":"u8).Add(call.Status)
            .Add(",\"headers\":{\"content-type\":\"application/json\"}"u8).AddNumber("bytes"u8, call.ResponseBytes).Add("}"u8);
        if (call.IsAuthenticated)
            line.AddName(call.Credential!.Account.IsConsumer ? "consumer"u8 : "user"u8, call).Add(",\"user_verified\":true"u8);
        line.AddText("service"u8, call.Operation.ServiceText).Add("}\n"u8);
    }
}
