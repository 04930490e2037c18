using System.Buffers;
using System.IO.Compression;
using System.Text;
using Engine.Sinks.ClickHouse.Embedded;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Engine.Sinks.ClickHouse.Http;

/// <summary>A request of ClickHouse's HTTP interface, read: the statement, its parameters and settings, and the rows of an insert.</summary>
internal sealed class HttpStatement
{
    /// <summary>Longest statement, with inline values.</summary>
    public const int MostBytes = 16 << 20;

    // An INSERT whose text is in the body is recognised within these bytes; a longer one is read whole.
    private const int HeadBytes = 64 << 10;
    private const int MostSettings = 64;

    // Parameters of the interface itself; every other name is a setting.
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "query", "database", "default_format", "user", "password", "query_id", "session_timeout", "session_check", "quota_key", "role",
        "compress", "decompress", "enable_http_compression", "http_zlib_compression_level", "network_compression_method", "buffer_size",
        "wait_end_of_query", "stacktrace", "close_session", "client_protocol_version", "readonly", "send_progress_in_http_headers",
        "http_write_exception_in_output_format", "cancel_http_readonly_queries_on_client_close",
    };

    /// <summary>The whole statement; for rows to insert, the text before FORMAT.</summary>
    public required ReadOnlyMemory<byte> Sql { get; init; }
    public required StatementShape Shape { get; init; }
    public required string? Database { get; init; }

    /// <summary>Format where the statement names none; null where the request names none either.</summary>
    public required string? DefaultFormat { get; init; }
    public required string? QueryId { get; init; }

    /// <summary>The request may only read: it is a GET, or it says so.</summary>
    public required bool IsReadOnly { get; init; }
    public required IReadOnlyList<KeyValuePair<string, string>> Parameters { get; init; }
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>First rows, already read with the statement.</summary>
    public ReadOnlyMemory<byte> FirstRows { get; init; }

    /// <summary>The other rows; null where nothing follows.</summary>
    public Stream? MoreRows { get; init; }

    public static async Task<HttpStatement> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Query)
            fields[name] = value.ToString();
        Stream? body = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? null : Decompress(request);
        if (body is not null && request.HasFormContentType && request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var (name, value) in await request.ReadFormAsync(cancel))
                fields[name] = value.ToString();
            body = null;
        }

        if (fields.ContainsKey("session_id"))
            throw ChdbException.Of(ChdbException.NotImplemented, "The embedded store keeps no sessions: leave session_id away.", "NOT_IMPLEMENTED");
        return await StatementAsync(request, fields, body, cancel);
    }

    private static async Task<HttpStatement> StatementAsync(
        HttpRequest request, Dictionary<string, string> fields, Stream? body, CancellationToken cancel)
    {
        ReadOnlyMemory<byte> text = Encoding.UTF8.GetBytes(fields.GetValueOrDefault("query") ?? "");
        var shape = StatementShape.Of(text.Span);
        var rest = body;
        if (body is not null && shape.Kind != ShapeKind.InsertRows)
        {
            // The statement goes on in the body, or is there alone: its first part says whether rows follow.
            var separator = text.Length > 0 ? "\n"u8.ToArray() : [];
            var head = await ReadUpToAsync(body, HeadBytes, cancel);
            text = (byte[])[.. text.Span, .. separator, .. head.Span];
            shape = StatementShape.Of(text.Span);
            if (head.Length < HeadBytes)
            {
                rest = null;
            }
            else if (shape.Kind != ShapeKind.InsertRows)
            {
                var tail = await ReadUpToAsync(body, MostBytes - text.Length + 1, cancel);
                text = (byte[])[.. text.Span, .. tail.Span];
                shape = StatementShape.Of(text.Span);
                rest = null;
                if (text.Length > MostBytes)
                    throw ChdbException.Of(ChdbException.SyntaxError, $"The statement is longer than {MostBytes} bytes; send rows as INSERT … FORMAT.", "SYNTAX_ERROR");
            }
        }

        var isInsert = shape.Kind == ShapeKind.InsertRows;
        return new HttpStatement
        {
            Sql = isInsert ? text[..shape.StatementLength] : text,
            Shape = shape,
            FirstRows = isInsert ? text[shape.DataOffset..] : default,
            MoreRows = isInsert ? rest : null,
            Database = fields.GetValueOrDefault("database") ?? First(request.Headers["X-ClickHouse-Database"]),
            DefaultFormat = fields.GetValueOrDefault("default_format") ?? First(request.Headers["X-ClickHouse-Format"]),
            QueryId = fields.GetValueOrDefault("query_id"),
            IsReadOnly = !HttpMethods.IsPost(request.Method) || fields.GetValueOrDefault("readonly") is { } level && level != "0",
            Parameters = [.. fields.Where(field => field.Key.StartsWith("param_", StringComparison.Ordinal))
                .Select(field => KeyValuePair.Create(field.Key["param_".Length..], field.Value))],
            Settings = SettingsOf(fields),
        };
    }

    private static Dictionary<string, string> SettingsOf(Dictionary<string, string> fields)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            if (Reserved.Contains(name) || name.StartsWith("param_", StringComparison.Ordinal))
                continue;
            if (name.Length is 0 or > 128 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || settings.Count == MostSettings)
                throw ChdbException.Of(115, "A parameter is neither known nor the name of a setting, or there are too many.", "UNKNOWN_SETTING");
            settings.Add(name, value);
        }

        return settings;
    }

    private static Stream Decompress(HttpRequest request) => First(request.Headers.ContentEncoding)?.ToLowerInvariant() switch
    {
        null or "" or "identity" => request.Body,
        "gzip" => new GZipStream(request.Body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(request.Body, CompressionMode.Decompress),
        "br" => new BrotliStream(request.Body, CompressionMode.Decompress),
        "zstd" => new ZstdSharp.DecompressionStream(request.Body),
        _ => throw ChdbException.Of(ChdbException.NotImplemented, "Content-Encoding must be identity, gzip, deflate, br or zstd.", "NOT_IMPLEMENTED"),
    };

    private static async Task<ReadOnlyMemory<byte>> ReadUpToAsync(Stream stream, int most, CancellationToken cancel)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Min(most, HeadBytes));
        while (buffer.WrittenCount < most)
        {
            var room = buffer.GetMemory(Math.Min(most - buffer.WrittenCount, 4096));
            var read = await stream.ReadAsync(room[..Math.Min(room.Length, most - buffer.WrittenCount)], cancel);
            if (read == 0)
                break;
            buffer.Advance(read);
        }

        return buffer.WrittenMemory;
    }

    private static string? First(StringValues values) => values.Count > 0 ? values[0] : null;
}
