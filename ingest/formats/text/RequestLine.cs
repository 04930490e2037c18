namespace Engine.Ingest.Formats.Text;

/// <summary>
/// A request line: method, target, protocol. Scanners send lines that are no HTTP at all (a TLS hello, an SSH banner, nothing); the server
/// logs them with 400 or 408, and they are calls like any other: method <c>-</c>, and as path the raw text, or <c>-</c> where it was empty.
/// </summary>
internal readonly record struct RequestLine(string Method, RequestTarget Target, string? Protocol)
{
    private static readonly RequestTarget s_nothing = new(null, null, "-", null);

    public static RequestLine Parse(ReadOnlySpan<byte> line, ParserMemory memory)
    {
        if (line.IsEmpty || line.SequenceEqual("-"u8))
            return new RequestLine(MethodName.None, s_nothing, null);

        // First and last space: what lies between is the target, and careless clients put spaces into it.
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        if (first > 0 && MethodName.IsToken(line[..first]))
        {
            var method = line[..first];
            if (last > first + 1 && line[(last + 1)..].StartsWith("HTTP/"u8))
                return new RequestLine(
                    MethodName.Of(method, memory.Texts), RequestTarget.Split(line[(first + 1)..last], memory), ProtocolName(line[(last + 1)..], memory));
            // HTTP/0.9, or a line cut by the server: believable only with a path.
            if (line.Length > first + 1 && line[first + 1] == '/')
                return new RequestLine(MethodName.Of(method, memory.Texts), RequestTarget.Split(line[(first + 1)..], memory), null);
        }

        return new RequestLine(MethodName.None, new RequestTarget(null, null, memory.Texts.Get(line), null), null);
    }

    /// <summary>HTTP/2.0 and HTTP/3.0 are written by some servers for what is called HTTP/2 and HTTP/3.</summary>
    public static string ProtocolName(ReadOnlySpan<byte> protocol, ParserMemory memory)
    {
        if (protocol.SequenceEqual("HTTP/1.1"u8))
            return "HTTP/1.1";
        if (protocol.SequenceEqual("HTTP/2.0"u8))
            return "HTTP/2";
        return protocol.SequenceEqual("HTTP/3.0"u8) ? "HTTP/3" : memory.Texts.Get(protocol);
    }
}
