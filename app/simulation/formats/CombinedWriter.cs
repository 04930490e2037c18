using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>
/// The combined format of nginx (<c>ngx_http_log_module</c>). Whoever the shop let in stands as the remote user: people by their
/// user name, integrations by their consumer name.
/// </summary>
internal sealed class CombinedWriter : ICallWriter
{
    private readonly LogTimestamp _time = new();

    public void Write(Call call, Utf8Buffer line) => line.Add(call.Client.AddressText).Add(" - "u8).AddUser(call)
        .Add(" ["u8).Add(_time.Of(call.At)).Add(" +0000] "u8).AddRequest(call, "HTTP/1.1"u8)
        .Add(" "u8).Add(call.Status).Add(" "u8).Add(call.ResponseBytes).Add(" "u8).AddRefererAndAgent(call).Add("\n"u8);
}
