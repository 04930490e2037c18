using System.Buffers.Binary;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Formats;

/// <summary>Parts of a line that several text logs write alike.</summary>
internal static class LineParts
{
    public static ReadOnlySpan<byte> Host => "api.shop.example"u8;

    public static ReadOnlySpan<byte> Referer => "https://www.shop.example/"u8;

    /// <summary>A record that is no text, behind its length of 32 bits big-endian.</summary>
    public static void AddFrame(this Utf8Buffer line, ReadOnlySpan<byte> record)
    {
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(length, record.Length);
        line.Add(length).Add(record);
    }

    /// <summary>Whoever the shop let in: people by their user name, integrations by their consumer name; a dash for strangers.</summary>
    public static Utf8Buffer AddUser(this Utf8Buffer line, Call call) =>
        call.IsAuthenticated ? line.Add(call.Credential!.Account.NameText) : line.Add("-"u8);

    /// <summary>The request line, in quotes.</summary>
    public static Utf8Buffer AddRequest(this Utf8Buffer line, Call call, ReadOnlySpan<byte> protocol) =>
        line.Add("\""u8).Add(call.Operation.MethodText).Add(" "u8).Add(call.Target.Written).Add(" "u8).Add(protocol).Add("\""u8);

    /// <summary>Referer and user agent, in quotes.</summary>
    public static Utf8Buffer AddRefererAndAgent(this Utf8Buffer line, Call call) =>
        line.Add(call.Client.Kind == ClientKind.Browser ? "\"https://www.shop.example/\" \""u8 : "\"-\" \""u8)
            .Add(call.Client.UserAgent.Utf8).Add("\""u8);

    /// <summary>A number with three decimals: milliseconds as seconds.</summary>
    public static Utf8Buffer AddSeconds(this Utf8Buffer line, long milliseconds) =>
        line.Add(milliseconds / 1_000).Add("."u8).AddThree(milliseconds % 1_000);

    /// <summary>Three digits.</summary>
    public static Utf8Buffer AddThree(this Utf8Buffer line, long number) =>
        line.Add([(byte)('0' + (number / 100)), (byte)('0' + (number / 10 % 10)), (byte)('0' + (number % 10))]);

    /// <summary>Adds the port of the client.</summary>
    public static Utf8Buffer AddPort(this Utf8Buffer line, Call call) => line.Add(Port(call));

    /// <summary>A port of the client: the same call, the same port.</summary>
    public static long Port(Call call) => 32_768 + (long)(Number(call) % 28_000);

    /// <summary>A number that tells a call from the others.</summary>
    public static ulong Number(Call call) => Chance.Mix((ulong)call.At, Chance.Mix(call.Client.Visitor, (ulong)call.ResponseBytes));
}
