using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>HAR 1.2: each line is a document with one entry.</summary>
internal sealed class HarWriter : ICallWriter
{
    private readonly Timestamp _time = new();

    public void Write(Call call, Utf8Buffer line)
    {
        line.Add("{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"engine simulate\",\"version\":\"1\"},\"entries\":[{\"startedDateTime\":\""u8);
        _time.Write(call.At, line);
        line.Add("\""u8).AddNumber("time"u8, call.Milliseconds).AddText("_clientAddress"u8, call.Client.AddressText)
            .Add(",\"request\":{\"method\":\""u8).Add(call.Operation.MethodText).Add("\",\"url\":\"https://"u8).Add(LineParts.Host).Add(call.Target.Written)
            .Add("\",\"httpVersion\":\"HTTP/2\",\"cookies\":[],\"headers\":["u8);
        AddHeader(line, "user-agent"u8, call.Client.UserAgent.Utf8);
        if (call.Client.Kind == ClientKind.Browser)
            AddHeader(line.Add(","u8), "referer"u8, LineParts.Referer);
        if (call.Credential is { Account.IsConsumer: true } key)
            AddHeader(line.Add(","u8), "apikey"u8, key.Token);
        else if (call.Credential is { } bearer)
            line.Add(",{\"name\":\"authorization\",\"value\":\"Bearer "u8).Add(bearer.Token).Add("\"}"u8);
        line.Add("],\"queryString\":[],\"headersSize\":-1"u8).AddNumber("bodySize"u8, call.RequestBytes)
            .Add("},\"response\":{\"status\":"u8).Add(call.Status)
            .Add(",\"statusText\":\"\",\"httpVersion\":\"HTTP/2\",\"cookies\":[],\"headers\":[{\"name\":\"content-type\",\"value\":\"application/json\"}],\"content\":{\"size\":"u8)
            .Add(call.ResponseBytes).Add(",\"mimeType\":\"application/json\"},\"redirectURL\":\"\",\"headersSize\":-1,\"bodySize\":-1},\"cache\":{},\"timings\":{\"send\":0,\"wait\":"u8)
            .Add(call.Milliseconds).Add(",\"receive\":0}}]}}\n"u8);
    }

    private static void AddHeader(Utf8Buffer line, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        line.Add("{\"name\":\""u8).Add(name).Add("\",\"value\":\""u8).Add(value).Add("\"}"u8);
}
