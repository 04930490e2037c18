using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>nginx with the log_format of <see cref="ReadingMap"/>, which writes all that it can say of a call.</summary>
internal sealed class NginxWriter : ICallWriter
{
    private readonly LogTimestamp _time = new();

    public void Write(Call call, Utf8Buffer line)
    {
        var number = LineParts.Number(call);
        line.Add(call.Client.AddressText).Add(" - "u8).AddUser(call).Add(" ["u8).Add(_time.Of(call.At)).Add(" +0000] "u8).AddSeconds(call.At)
            .Add(" \""u8).Add(LineParts.Host).Add("\" "u8).AddRequest(call, "HTTP/2.0"u8).Add(" "u8).Add(call.Status)
            .Add(" "u8).Add(call.ResponseBytes).Add(" "u8).Add(call.RequestBytes).Add(" "u8).AddSeconds(call.Milliseconds).Add(" "u8)
            .AddRefererAndAgent(call).Add(" "u8).Add(call.Operation.Service).Add(" "u8).AddHex(number).AddHex(~number).Add("\n"u8);
    }
}
