using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Engine.Ingest.Sources.Receivers.Mirror;

/// <summary>A mirrored request as a record of the format mirror. Its status is unknown, and stays out.</summary>
internal static class MirroredRequest
{
    // What Envoy appends to the host of a request that it mirrors.
    private const string Shadow = "-shadow";

    public static byte[] Write(HttpContext http, ReceiverOptions options, DateTimeOffset arrivedAt, PooledBody body, long? length)
    {
        var request = http.Request;
        var into = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(into);
        json.WriteStartObject();
        json.WriteString("time", arrivedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
        json.WriteStartObject("client");
        WriteText(json, "address", request.Headers[options.ClientAddressHeader].ToString());
        json.WriteEndObject();
        json.WriteStartObject("request");
        json.WriteString("method", request.Method);
        json.WriteString("target", Target(http, options));
        json.WriteString("protocol", request.Protocol);
        WriteText(json, "scheme", request.Headers["X-Forwarded-Proto"].ToString());
        WriteText(json, "host", Host(request.Headers.Host.ToString()));
        WriteHeaders(json, request.Headers, options);
        if (length is { } whole)
            json.WriteNumber("bytes", whole);
        if (body.Length > 0)
            json.WriteString("body", Text(body));
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return into.WrittenSpan.ToArray();
    }

    private static string Target(HttpContext http, ReceiverOptions options)
    {
        if (options.TargetHeader is { } header && http.Request.Headers[header].ToString() is { Length: > 0 } target)
            return Decode(target);
        return http.Features.Get<IHttpRequestFeature>()!.RawTarget;
    }

    private static string Host(string host)
    {
        var colon = host.LastIndexOf(':');
        var name = colon > 0 && host.IndexOf(']', colon) < 0 ? host[..colon] : host;
        return name.EndsWith(Shadow, StringComparison.Ordinal) ? name[..^Shadow.Length] : host;
    }

    private static void WriteHeaders(Utf8JsonWriter json, IHeaderDictionary headers, ReceiverOptions options)
    {
        json.WriteStartObject("headers");
        foreach (var (name, values) in headers)
        {
            if (IsOurs(name, options))
                continue;
            json.WritePropertyName(name.ToLowerInvariant());
            json.WriteStringValue(Decode(string.Join(", ", values.ToArray())));
        }

        json.WriteEndObject();
    }

    /// <summary>Put there by the proxy for us: no part of what the client sent.</summary>
    private static bool IsOurs(string name, ReceiverOptions options) =>
        name.Equals(AccessToken.Header, StringComparison.OrdinalIgnoreCase) || name.Equals(options.ClientAddressHeader, StringComparison.OrdinalIgnoreCase)
        || name.Equals(options.TargetHeader, StringComparison.OrdinalIgnoreCase);

    private static void WriteText(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
            json.WriteString(name, Decode(value));
    }

    /// <summary>Headers come byte by byte, so that no byte that a client sends hides its call; most are UTF-8.</summary>
    private static string Decode(string value) => System.Text.Ascii.IsValid(value) ? value : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(value));

    private static string Text(PooledBody body)
    {
        var bytes = new byte[body.Length];
        var at = 0;
        foreach (var piece in body.Pieces)
        {
            piece.Span.CopyTo(bytes.AsSpan(at));
            at += piece.Length;
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
