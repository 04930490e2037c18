using System.Globalization;
using System.Text;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>
/// The combined format of nginx (<c>ngx_http_log_module</c>). Whoever the shop let in stands as the remote user: people by their
/// user name, integrations by their consumer name.
/// </summary>
internal sealed class CombinedWriter : ICallWriter
{
    private long _second = long.MinValue;
    private byte[] _time = [];

    public void Write(Call call, Utf8Buffer line)
    {
        line.Add(call.Client.AddressText).Add(" - "u8);
        if (call.IsAuthenticated)
            line.Add(call.Credential!.Account.NameText);
        else
            line.Add("-"u8);
        line.Add(Time(call.At)).Add(call.Operation.MethodText).Add(" "u8).Add(call.Target.Written).Add(" HTTP/1.1\" "u8)
            .Add(call.Status).Add(" "u8).Add(call.ResponseBytes);
        line.Add(call.Client.Kind == ClientKind.Browser ? " \"https://www.shop.example/\" \""u8 : " \"-\" \""u8)
            .Add(call.Client.UserAgent.Utf8).Add("\"\n"u8);
    }

    private byte[] Time(long at)
    {
        var second = at / 1_000;
        if (second == _second)
            return _time;
        _second = second;
        var text = DateTimeOffset.FromUnixTimeSeconds(second).ToString("dd/MMM/yyyy:HH:mm:ss", CultureInfo.InvariantCulture);
        return _time = Encoding.ASCII.GetBytes($" [{text} +0000] \"");
    }
}
