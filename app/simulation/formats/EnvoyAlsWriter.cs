using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Envoy's access logs over gRPC: a message of one entry behind its length, with the custom tag of deploy/examples/envoy.</summary>
internal sealed class EnvoyAlsWriter : ICallWriter
{
    private static readonly string[] s_methods = ["", "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

    private readonly ProtobufBuffer _inner = new();
    private readonly ProtobufBuffer _outer = new();
    private readonly ProtobufBuffer _part = new();
    private readonly ProtobufBuffer _entry = new();
    private readonly ProtobufBuffer _message = new();

    public void Write(Call call, Utf8Buffer line)
    {
        _entry.Clear();
        AddCommon(call);
        _entry.AddNumber(2, 3);
        AddRequest(call);
        AddResponse(call);
        _outer.Clear();
        _outer.AddMessage(1, _entry);
        _message.Clear();
        _message.AddMessage(2, _outer);
        line.AddFrame(_message.Written);
    }

    private void AddCommon(Call call)
    {
        _part.Clear();
        _inner.Clear();
        _inner.AddBytes(2, call.Client.AddressText);
        _inner.AddNumber(4, (ulong)LineParts.Port(call));
        AddOuter(field: 2);
        AddTime(5, call.At);
        _part.AddBytes(15, [.. "outbound|8080||"u8, .. call.Operation.ServiceText]);
        if (call.IsAuthenticated)
        {
            _inner.Clear();
            _inner.AddBytes(1, "user"u8);
            _inner.AddBytes(2, call.Credential!.Account.NameText);
            _part.AddMessage(22, _inner);
        }

        AddTime(23, call.Milliseconds);
        _entry.AddMessage(1, _part);
    }

    private void AddRequest(Call call)
    {
        _part.Clear();
        _part.AddNumber(1, (ulong)Math.Max(0, Array.IndexOf(s_methods, call.Operation.Method)));
        _part.AddBytes(2, "https"u8);
        _part.AddBytes(3, LineParts.Host);
        _part.AddBytes(5, call.Target.Written);
        _part.AddBytes(6, call.Client.UserAgent.Utf8);
        if (call.Client.Kind == ClientKind.Browser)
            _part.AddBytes(7, LineParts.Referer);
        _part.AddNumber(12, (ulong)call.RequestBytes);
        _entry.AddMessage(3, _part);
    }

    private void AddResponse(Call call)
    {
        _part.Clear();
        _inner.Clear();
        _inner.AddNumber(1, (ulong)call.Status);
        _part.AddMessage(1, _inner);
        _part.AddNumber(3, (ulong)call.ResponseBytes);
        _entry.AddMessage(4, _part);
    }

    /// <summary>Seconds and nanoseconds.</summary>
    private void AddTime(int field, long milliseconds)
    {
        _inner.Clear();
        _inner.AddNumber(1, (ulong)(milliseconds / 1000));
        _inner.AddNumber(2, (ulong)(milliseconds % 1000) * 1_000_000);
        _part.AddMessage(field, _inner);
    }

    /// <summary>A socket address, in its address.</summary>
    private void AddOuter(int field)
    {
        _outer.Clear();
        _outer.AddMessage(1, _inner);
        _part.AddMessage(field, _outer);
    }
}
