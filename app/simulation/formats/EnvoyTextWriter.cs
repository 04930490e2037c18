using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Envoy's default access log as text, at an edge that appends the address of its caller (<c>use_remote_address</c>).</summary>
internal sealed class EnvoyTextWriter : ICallWriter
{
    private readonly Timestamp _time = new();

    public void Write(Call call, Utf8Buffer line)
    {
        var number = LineParts.Number(call);
        line.Add("["u8);
        _time.Write(call.At, line);
        line.Add("] "u8).AddRequest(call, "HTTP/2"u8).Add(" "u8).Add(call.Status).Add(" - "u8).Add(call.RequestBytes)
            .Add(" "u8).Add(call.ResponseBytes).Add(" "u8).Add(call.Milliseconds).Add(" "u8).Add(call.Milliseconds)
            .Add(" \""u8).Add(call.Client.AddressText).Add("\" \""u8).Add(call.Client.UserAgent.Utf8)
            .Add("\" \""u8).AddHex(number).AddHex(~number).Add("\" \""u8).Add(LineParts.Host).Add("\" \"10.0.0.1:8080\"\n"u8);
    }
}
