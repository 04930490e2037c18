using System.Buffers.Text;
using System.Text;

namespace Engine.Ingest.Formats;

/// <summary>Bodies that are no text stand in JSON as base64.</summary>
internal static class EncodedBody
{
    /// <param name="body">As it was read, cut at the limit of bodies.</param>
    /// <param name="encoding">What the log calls its encoding; null: it is text.</param>
    public static string? Decode(string? body, string? encoding)
    {
        if (body is null || encoding is not ("base64" or "BASE64"))
            return body;
        var bytes = Encoding.UTF8.GetBytes(body);
        // The cut may stand anywhere: whole groups of four are what can be decoded.
        return Base64.DecodeFromUtf8InPlace(bytes.AsSpan(0, bytes.Length & ~3), out var written) == System.Buffers.OperationStatus.Done
            ? Encoding.UTF8.GetString(bytes.AsSpan(0, written))
            : null;
    }
}
