using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>
/// HAProxy's HTTP log (<c>option httplog</c>) with three captured headers, as <see cref="ReadingMap"/> names them. The shop checks tokens
/// itself, so the log says what was shown, not who it was.
/// </summary>
internal sealed class HaproxyWriter : ICallWriter
{
    private readonly LogTimestamp _time = new();

    public void Write(Call call, Utf8Buffer line)
    {
        line.Add(call.Client.AddressText).Add(":"u8).AddPort(call).Add(" ["u8).Add(_time.Of(call.At)).Add("."u8).AddThree(call.At % 1_000)
            .Add("] https-in~ "u8).Add(call.Operation.Service).Add("/one 0/0/0/"u8).Add(call.Milliseconds).Add("/"u8).Add(call.Milliseconds)
            .Add(" "u8).Add(call.Status).Add(" "u8).Add(call.ResponseBytes).Add(" - - ---- 1/1/0/0/0 0/0 {"u8)
            .Add(LineParts.Host).Add("|"u8).Add(call.Client.UserAgent.Utf8).Add("|"u8);
        if (call.Credential is { } credential)
            line.Add(credential.Account.IsConsumer ? "Key "u8 : "Bearer "u8).Add(credential.Token);
        line.Add("} "u8).AddRequest(call, "HTTP/2.0"u8).Add("\n"u8);
    }
}
