using System.Text;
using System.Text.Json;

namespace Engine.Ingest.Sources.Receivers.Otlp;

/// <summary>google.rpc.Status, which OTLP answers failures with: a code of gRPC and a reason.</summary>
internal static class OtlpStatus
{
    public const int InvalidArgument = 3, DeadlineExceeded = 4, ResourceExhausted = 8, Unavailable = 14, Unauthenticated = 16;

    // Field 1 is the code, field 2 the message, field 3 details; the first two numbers of a field are its number and its wire type.
    private const byte CodeTag = 1 << 3, MessageTag = (2 << 3) | 2, DetailsTag = (3 << 3) | 2;

    public static int CodeOf(int httpStatus) => httpStatus switch
    {
        401 => Unauthenticated,
        408 => DeadlineExceeded,
        413 => ResourceExhausted,
        429 or 503 => Unavailable,
        _ => InvalidArgument,
    };

    public static byte[] AsJson(int code, string reason) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object> { ["code"] = code, ["message"] = reason });

    /// <param name="code">Code of gRPC.</param>
    /// <param name="reason">One sentence.</param>
    /// <param name="retrySeconds">Adds a RetryInfo: when the sender may come again.</param>
    public static byte[] AsProtobuf(int code, string reason, int? retrySeconds = null)
    {
        using var into = new MemoryStream();
        into.WriteByte(CodeTag);
        into.WriteByte((byte)code);
        WriteDelimited(into, MessageTag, Encoding.UTF8.GetBytes(reason));
        if (retrySeconds is { } seconds)
            WriteDelimited(into, DetailsTag, RetryInfo(seconds));
        return into.ToArray();
    }

    /// <summary>An Any (type_url = 1, value = 2) of a RetryInfo (retry_delay = 1) of a Duration (seconds = 1).</summary>
    private static byte[] RetryInfo(int seconds)
    {
        using var any = new MemoryStream();
        WriteDelimited(any, (1 << 3) | 2, "type.googleapis.com/google.rpc.RetryInfo"u8);
        WriteDelimited(any, (2 << 3) | 2, [(1 << 3) | 2, 2, 1 << 3, (byte)seconds]);
        return any.ToArray();
    }

    private static void WriteDelimited(MemoryStream into, byte tag, ReadOnlySpan<byte> bytes)
    {
        into.WriteByte(tag);
        var length = bytes.Length;
        for (; length >= 0x80; length >>= 7)
            into.WriteByte((byte)(length | 0x80));
        into.WriteByte((byte)length);
        into.Write(bytes);
    }
}
