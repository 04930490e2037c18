using System.Text;
using System.Text.Json;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// Takes a header object (name → value or array of values) apart: fields that have a place in the call go there, credentials become
/// evidence and nothing else, a short list that detectors read is kept, the rest is dropped.
/// </summary>
internal static class HeaderSelection
{
    // Bounded whatever a client repeats.
    private const int MostFields = 32;

    private static readonly string[] s_request =
    [
        "accept", "accept-encoding", "accept-language", "content-type", "origin", "sec-ch-ua", "sec-fetch-mode", "sec-fetch-site", "via",
        "x-forwarded-host", "x-http-method-override", "x-original-url", "x-requested-with", "x-rewrite-url",
    ];

    private static readonly string[] s_response = ["content-type", "location", "retry-after", "www-authenticate"];

    /// <summary>The reader stands on the value of a request header's name.</summary>
    public static void TakeRequest(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        switch (name.Length)
        {
            case 4 when Is(name, "host"u8):
                if (First(ref reader, memory) is { IsEmpty: false } host)
                    draft.Host ??= RequestTarget.HostOf(host, memory);
                return;
            case 6 when Is(name, "cookie"u8):
                draft.Credentials.TakeCookies(First(ref reader, memory));
                return;
            case 6 when Is(name, "apikey"u8):
            case 7 when Is(name, "api-key"u8):
            case 9 when Is(name, "x-api-key"u8):
                draft.Credentials.TakeApiKey(First(ref reader, memory));
                return;
            case 7 when Is(name, "referer"u8):
                draft.Referer ??= FirstText(ref reader, memory);
                return;
            case 10 when Is(name, "user-agent"u8):
                draft.UserAgent ??= FirstText(ref reader, memory);
                return;
            case 13 when Is(name, "authorization"u8):
                draft.Credentials.TakeAuthorization(First(ref reader, memory));
                return;
            case 15 when Is(name, "x-forwarded-for"u8):
                draft.ForwardedFor ??= FirstText(ref reader, memory);
                return;
        }

        Keep(name, s_request, ref reader, ref draft.RequestHeaders, memory);
    }

    public static void TakeResponse(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory) =>
        Keep(name, s_response, ref reader, ref draft.ResponseHeaders, memory);

    /// <summary>The scalar, or the first of an array; the reader is left on its end.</summary>
    public static ReadOnlySpan<byte> First(ref Utf8JsonReader reader, ParserMemory memory)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            reader.Skip();
            return default;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
            return JsonScalar.Bytes(ref reader, memory);
        reader.Read();
        var first = JsonScalar.Bytes(ref reader, memory);
        while (reader.TokenType != JsonTokenType.EndArray)
        {
            reader.Skip();
            reader.Read();
        }

        return first;
    }

    public static string? FirstText(ref Utf8JsonReader reader, ParserMemory memory)
    {
        var bytes = First(ref reader, memory);
        return bytes.IsEmpty ? null : memory.Texts.Get(bytes);
    }

    private static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> wanted) => Ascii.EqualsIgnoreCase(name, wanted);

    private static void Keep(
        ReadOnlySpan<byte> name, string[] wanted, ref Utf8JsonReader reader, ref List<HeaderField>? into, ParserMemory memory)
    {
        var known = Known(name, wanted);
        if (known is null)
        {
            reader.Skip();
            return;
        }

        into ??= [];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            Add(known, ref reader, into, memory);
            return;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            Add(known, ref reader, into, memory);
    }

    private static void Add(string name, ref Utf8JsonReader reader, List<HeaderField> into, ParserMemory memory)
    {
        if (into.Count < MostFields && JsonScalar.Text(ref reader, memory) is { } value)
            into.Add(new HeaderField(name, value));
        reader.Skip();
    }

    private static string? Known(ReadOnlySpan<byte> name, string[] wanted)
    {
        foreach (var header in wanted)
        {
            if (header.Length == name.Length && Ascii.EqualsIgnoreCase(name, header))
                return header;
        }

        return null;
    }
}
