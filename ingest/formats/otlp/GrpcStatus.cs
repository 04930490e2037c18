using System.Buffers.Text;

namespace Engine.Ingest.Formats.Otlp;

/// <summary>Statuses of gRPC as the HTTP statuses that google/rpc/code.proto gives for them: detectors know one kind of refusal.</summary>
internal static class GrpcStatus
{
    private static readonly (byte[] Name, int Http)[] s_codes =
    [
        ("OK"u8.ToArray(), 200), ("CANCELLED"u8.ToArray(), 499), ("UNKNOWN"u8.ToArray(), 500), ("INVALID_ARGUMENT"u8.ToArray(), 400),
        ("DEADLINE_EXCEEDED"u8.ToArray(), 504), ("NOT_FOUND"u8.ToArray(), 404), ("ALREADY_EXISTS"u8.ToArray(), 409),
        ("PERMISSION_DENIED"u8.ToArray(), 403), ("RESOURCE_EXHAUSTED"u8.ToArray(), 429), ("FAILED_PRECONDITION"u8.ToArray(), 400),
        ("ABORTED"u8.ToArray(), 409), ("OUT_OF_RANGE"u8.ToArray(), 400), ("UNIMPLEMENTED"u8.ToArray(), 501), ("INTERNAL"u8.ToArray(), 500),
        ("UNAVAILABLE"u8.ToArray(), 503), ("DATA_LOSS"u8.ToArray(), 500), ("UNAUTHENTICATED"u8.ToArray(), 401),
    ];

    /// <param name="status">Number or name; null where it is neither.</param>
    public static int? ToHttp(ReadOnlySpan<byte> status)
    {
        if (Utf8Parser.TryParse(status, out int number, out var used) && used == status.Length)
            return number >= 0 && number < s_codes.Length ? s_codes[number].Http : null;
        foreach (var (name, http) in s_codes)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(status, name))
                return http;
        }

        return null;
    }
}
