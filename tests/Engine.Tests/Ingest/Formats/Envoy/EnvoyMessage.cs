using System.Text;

namespace Engine.Tests.Ingest.Formats.Envoy;

/// <summary>Messages of Envoy's access-log service, written field by field.</summary>
internal static class EnvoyMessage
{
    public const ulong Start = 1_795_465_681;

    public static byte[] String(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    public static byte[] Message(int field, params IReadOnlyList<byte[]> fields) => Bytes(field, [.. fields.SelectMany(bytes => bytes)]);

    public static byte[] Number(int field, ulong value) => [.. Varint((ulong)field << 3), .. Varint(value)];

    public static byte[] Pair(int field, string key, string value) => Message(field, String(1, key), String(2, value));

    public static byte[] Address(int field, string address, ulong port) => Message(field, Message(1, String(2, address), Number(4, port)));

    /// <summary>A message with these entries of HTTP.</summary>
    public static byte[] Logs(params IReadOnlyList<byte[]> entries) => [.. Message(1, String(2, "shop")), .. Message(2, entries)];

    public static byte[] Entry(params IReadOnlyList<byte[]> fields) => Message(1, fields);

    /// <summary>The least that is a call.</summary>
    public static byte[] Call(string path) => Entry(
        Message(1, Message(5, Number(1, Start))), Message(3, Number(1, 1), String(5, path)), Message(4, Message(1, Number(1, 200))));

    private static byte[] Bytes(int field, byte[] bytes) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)bytes.Length), .. bytes];

    private static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
