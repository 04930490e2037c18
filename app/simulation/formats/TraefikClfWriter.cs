using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Traefik's common log format (<c>pkg/middlewares/accesslog</c>), with the routers that its Docker provider makes.</summary>
internal sealed class TraefikClfWriter : ICallWriter
{
    private readonly LogTimestamp _time = new();

    // The number of the request is the process's, not the call's: any will do.
    public void Write(Call call, Utf8Buffer line) => line.Add(call.Client.AddressText).Add(" - "u8).AddUser(call)
        .Add(" ["u8).Add(_time.Of(call.At)).Add(" +0000] "u8).AddRequest(call, "HTTP/2.0"u8)
        .Add(" "u8).Add(call.Status).Add(" "u8).Add(call.ResponseBytes).Add(" "u8).AddRefererAndAgent(call)
        .Add(" "u8).Add((long)(LineParts.Number(call) % 1_000_000)).Add(" \""u8).Add(call.Operation.Service)
        .Add("@docker\" \"http://10.0.0.1:8080\" "u8).Add(call.Milliseconds).Add("ms\n"u8);
}
