using System.Text.Json;

namespace Engine.Sinks.Enforcement;

/// <summary>One message of the control socket: a line of JSON of bounded length.</summary>
internal static class ControlLine
{
    private const int MostBytes = 16 * 1024 * 1024;

    public static async ValueTask WriteAsync<T>(Stream stream, T message, CancellationToken cancel)
    {
        await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message, EnforcementJson.Options), (byte)'\n'], cancel);
        await stream.FlushAsync(cancel);
    }

    public static async ValueTask<T> ReadAsync<T>(Stream stream, CancellationToken cancel)
    {
        using var line = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancel) is > 0 and var read)
        {
            line.Write(buffer, 0, read);
            if (buffer[read - 1] == (byte)'\n')
                return JsonSerializer.Deserialize<T>(line.GetBuffer().AsSpan(0, (int)line.Length), EnforcementJson.Options) ?? throw new JsonException("null");
            if (line.Length > MostBytes)
                throw new IOException("the message is too long");
        }

        throw new IOException("the connection ended in mid-message");
    }
}
