using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>The access log of AWS's Application Load Balancer in the form of 2025.</summary>
internal sealed class AwsAlbWriter : ICallWriter
{
    private readonly Timestamp _time = new();

    public void Write(Call call, Utf8Buffer line)
    {
        var number = LineParts.Number(call);
        line.Add("h2 "u8);
        _time.Write(call.At, line);
        line.Add(" app/shop/50dc6c495c0c9188 "u8).Add(call.Client.AddressText).Add(":"u8).AddPort(call).Add(" 10.0.0.1:8080 0.000 "u8)
            .AddSeconds(call.Milliseconds).Add(" 0.000 "u8).Add(call.Status).Add(" "u8).Add(call.Status).Add(" "u8).Add(call.RequestBytes)
            .Add(" "u8).Add(call.ResponseBytes).Add(" \""u8).Add(call.Operation.MethodText).Add(" https://"u8).Add(LineParts.Host).Add(":443"u8)
            .Add(call.Target.Written).Add(" HTTP/2.0\" \""u8).Add(call.Client.UserAgent.Utf8)
            .Add("\" TLS_AES_128_GCM_SHA256 TLSv1.3 arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/"u8)
            .Add(call.Operation.Service).Add("/73e2d6bc24d8a067 \"Root=1-"u8).AddHex(number).AddHex(~number)
            .Add("\" \""u8).Add(LineParts.Host).Add("\" \"session-reused\" 1 "u8);
        _time.Write(call.At, line);
        line.Add(" \"forward\" \"-\" \"-\" \"10.0.0.1:8080\" \""u8).Add(call.Status).Add("\" \"-\" \"-\" TID_"u8).AddHex(call.Client.Visitor)
            .Add(" \"-\" \"-\" \"-\"\n"u8);
    }
}
