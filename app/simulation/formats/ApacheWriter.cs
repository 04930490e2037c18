using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Apache with the LogFormat of <see cref="ReadingMap"/>: the virtual host first, times in microseconds.</summary>
internal sealed class ApacheWriter : ICallWriter
{
    public void Write(Call call, Utf8Buffer line) => line.Add(LineParts.Host).Add(":443 "u8).Add(call.Client.AddressText).Add(" - "u8).AddUser(call)
        .Add(" "u8).Add(call.At).Add("000 "u8).AddRequest(call, "HTTP/1.1"u8).Add(" "u8).Add(call.Status)
        .Add(" "u8).Add(call.ResponseBytes).Add(" "u8).Add(call.RequestBytes).Add(" "u8).Add(call.Milliseconds * 1_000L).Add(" "u8)
        .AddRefererAndAgent(call).Add("\n"u8);
}
