using Engine.Ingest.Formats.Otlp;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats.Envoy;

/// <summary>An HTTPAccessLogEntry (envoy.data.accesslog.v3). The numbers are those of the fields in Envoy's API.</summary>
internal static class EnvoyEntry
{
    private static readonly string?[] s_methods = [null, "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
    private static readonly string?[] s_protocols = [null, "HTTP/1.0", "HTTP/1.1", "HTTP/2", "HTTP/3"];

    /// <exception cref="InvalidDataException">The bytes are no protobuf.</exception>
    public static void Read(ReadOnlySpan<byte> entry, ref CallDraft draft)
    {
        var memory = ParserMemory.OfThisThread;
        var fields = new ProtobufBytes(entry);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1 when fields.IsDelimited: ReadCommon(fields.Bytes, ref draft, memory); break;
                case 2 when fields.IsVarint: draft.Protocol = Known(s_protocols, fields.Number); break;
                case 3 when fields.IsDelimited: ReadRequest(fields.Bytes, ref draft, memory); break;
                case 4 when fields.IsDelimited: ReadResponse(fields.Bytes, ref draft, memory); break;
            }
        }
    }

    /// <exception cref="InvalidDataException">The bytes are no protobuf.</exception>
    public static bool TryReadTime(ReadOnlySpan<byte> entry, out DateTimeOffset at)
    {
        at = default;
        var start = Find(Find(entry, 1), 5);
        return !start.IsEmpty && Moment.TryFromUnix(Ticks(start), out at);
    }

    private static void ReadCommon(ReadOnlySpan<byte> shared, ref CallDraft draft, ParserMemory memory)
    {
        var fields = new ProtobufBytes(shared);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 2 when fields.IsDelimited: (draft.PeerAddress, draft.PeerPort) = ReadAddress(fields.Bytes, memory); break;
                case 4 when fields.IsDelimited: ReadTls(fields.Bytes, ref draft, memory); break;
                case 5 when fields.IsDelimited: ReadStart(fields.Bytes, ref draft); break;
                // Until the last byte was sent; 23 is until the stream was let go, and is not written by older ones.
                case 12 when fields.IsDelimited: draft.Duration ??= Span(fields.Bytes); break;
                case 23 when fields.IsDelimited: draft.Duration = Span(fields.Bytes) ?? draft.Duration; break;
                case 15 when fields.IsDelimited: TakeCluster(fields.Bytes, ref draft, memory); break;
                case 20 when fields.IsDelimited: draft.DirectAddress = ReadAddress(fields.Bytes, memory).Address; break;
                case 22 when fields.IsDelimited: TakeTag(fields.Bytes, ref draft, memory); break;
                case 26 when fields is { IsVarint: true, Number: 1 }: draft.IsNoCall = true; break;
            }
        }
    }

    private static void ReadRequest(ReadOnlySpan<byte> request, ref CallDraft draft, ParserMemory memory)
    {
        // An empty method is one that Envoy has no number for.
        draft.Method = MethodName.None;
        ReadOnlySpan<byte> original = default;
        var fields = new ProtobufBytes(request);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1 when fields.IsVarint: draft.Method = Known(s_methods, fields.Number) ?? MethodName.None; break;
                case 2 when fields.IsDelimited: draft.Scheme = TextOrNull(fields.Bytes, memory); break;
                case 3 when fields.IsDelimited: draft.Host = RequestTarget.HostOf(fields.Bytes, memory); break;
                case 5 when fields.IsDelimited: draft.TakeTarget(RequestTarget.Split(fields.Bytes, memory)); break;
                case 6 when fields.IsDelimited: HeaderSelection.TakeRequest("user-agent"u8, fields.Bytes, ref draft, memory); break;
                case 7 when fields.IsDelimited: HeaderSelection.TakeRequest("referer"u8, fields.Bytes, ref draft, memory); break;
                case 8 when fields.IsDelimited: HeaderSelection.TakeRequest("x-forwarded-for"u8, fields.Bytes, ref draft, memory); break;
                case 9 when fields.IsDelimited: HeaderSelection.TakeRequest("x-request-id"u8, fields.Bytes, ref draft, memory); break;
                case 10 when fields.IsDelimited: original = fields.Bytes; break;
                case 12 when fields.IsVarint: draft.RequestBytes = Count(fields.Number); break;
                case 13 when fields.IsDelimited:
                    HeaderSelection.TakeRequest(Find(fields.Bytes, 1), Find(fields.Bytes, 2), ref draft, memory);
                    break;
            }
        }

        if (original.IsEmpty)
            return;
        // What the client sent, before the proxy rewrote it.
        var sent = RequestTarget.Split(original, memory);
        (draft.Path, draft.Query) = (sent.Path, sent.Query);
    }

    private static void ReadResponse(ReadOnlySpan<byte> response, ref CallDraft draft, ParserMemory memory)
    {
        var fields = new ProtobufBytes(response);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                // A wrapped number; 0 where the client went before there was an answer.
                case 1 when fields.IsDelimited: draft.Status = Status(Number(fields.Bytes, 1), ref draft); break;
                case 3 when fields.IsVarint: draft.ResponseBytes = Count(fields.Number); break;
                case 4 when fields.IsDelimited:
                    HeaderSelection.TakeResponse(Find(fields.Bytes, 1), Find(fields.Bytes, 2), ref draft, memory);
                    break;
            }
        }
    }

    private static void ReadTls(ReadOnlySpan<byte> tls, ref CallDraft draft, ParserMemory memory)
    {
        var fields = new ProtobufBytes(tls);
        while (fields.Next())
        {
            if (fields is { Field: 3, IsDelimited: true })
                draft.TargetHost ??= RequestTarget.HostOf(fields.Bytes, memory);
            else if (fields is { Field: 7, IsDelimited: true })
                draft.TlsFingerprint = TextOrNull(fields.Bytes, memory);
        }
    }

    private static void ReadStart(ReadOnlySpan<byte> start, ref CallDraft draft)
    {
        if (!Moment.TryFromUnix(Ticks(start), out var at))
        {
            draft.Fail("start_time is no time");
            return;
        }

        (draft.At, draft.Precision) = (at, TimePrecision.Microseconds);
    }

    /// <summary>Address (socket_address = 1) of a SocketAddress (address = 2, port_value = 4).</summary>
    private static (System.Net.IPAddress? Address, int? Port) ReadAddress(ReadOnlySpan<byte> address, ParserMemory memory)
    {
        var socket = Find(address, 1);
        var port = Number(socket, 4);
        return (memory.Addresses.Get(Find(socket, 2)), port is > 0 and <= ushort.MaxValue ? (int)port : null);
    }

    private static void TakeCluster(ReadOnlySpan<byte> cluster, ref CallDraft draft, ParserMemory memory)
    {
        if (TextOrNull(cluster, memory) is { } name)
            EnvoyLog.TakeCluster(name, ref draft);
    }

    private static void TakeTag(ReadOnlySpan<byte> tag, ref CallDraft draft, ParserMemory memory)
    {
        var name = Find(tag, 1);
        var text = Find(tag, 2);
        if (text.IsEmpty)
            return;
        if (name.SequenceEqual("user"u8))
            (draft.Credentials.Subject, draft.Credentials.Verified) = (memory.Texts.Get(text), true);
        else if (name.SequenceEqual("role"u8))
            draft.Credentials.TakeClaim("role", memory.Texts.Get(text));
        else if (name.SequenceEqual("blocked_by"u8))
            draft.BlockedBy = memory.Texts.Get(text);
    }

    private static int? Status(ulong code, ref CallDraft draft)
    {
        if (code is >= 100 and <= 999)
            return (int)code;
        if (code != 0)
            draft.Fail("response_code is no status of HTTP");
        return null;
    }

    /// <summary>A message, text or bytes in a message; empty where it has none.</summary>
    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> message, int field)
    {
        var fields = new ProtobufBytes(message);
        while (fields.Next())
        {
            if (fields.Field == field && fields.IsDelimited)
                return fields.Bytes;
        }

        return default;
    }

    private static ulong Number(ReadOnlySpan<byte> message, int field)
    {
        ulong found = 0;
        var fields = new ProtobufBytes(message);
        while (fields.Next())
        {
            if (fields.Field == field && fields.IsVarint)
                found = fields.Number;
        }

        return found;
    }

    /// <summary>Ticks of a Timestamp or Duration (seconds = 1, nanos = 2); -1 where they are none.</summary>
    private static long Ticks(ReadOnlySpan<byte> time)
    {
        var (seconds, nanos) = (Number(time, 1), Number(time, 2));
        return seconds <= long.MaxValue / TimeSpan.TicksPerSecond - 1 && nanos < 1_000_000_000
            ? ((long)seconds * TimeSpan.TicksPerSecond) + ((long)nanos / TimeSpan.NanosecondsPerTick)
            : -1;
    }

    private static TimeSpan? Span(ReadOnlySpan<byte> duration) => Ticks(duration) is >= 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    private static long? Count(ulong number) => number <= long.MaxValue ? (long)number : null;

    private static string? Known(string?[] names, ulong number) => number < (ulong)names.Length ? names[number] : null;

    private static string? TextOrNull(ReadOnlySpan<byte> text, ParserMemory memory) => text.IsEmpty ? null : memory.Texts.Get(text);
}
