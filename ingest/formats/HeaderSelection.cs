using System.Text;
using System.Text.Json;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// Takes headers apart: fields that have a place in the call go there, credentials become evidence and nothing else, a short list that
/// detectors read is kept, the rest is dropped. Of a header sent twice the first value counts; only kept headers stay several, and HTTP/2
/// sends cookies in several fields.
/// </summary>
internal static class HeaderSelection
{
    /// <summary>The reader stands on the value of a request header's name: a scalar, or an array of them.</summary>
    public static void TakeRequest(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        var known = Limits(in draft).RequestHeaders.Find(name);
        if (known is null || !IsArray(ref reader))
        {
            if (known is not null)
                TakeRequest(known, JsonScalar.Bytes(ref reader, memory), ref draft, memory);
            reader.Skip();
            return;
        }

        // An empty array is a header that was there: Caddy writes one for a credential that it hides.
        if (reader.TokenType == JsonTokenType.EndArray)
            TakeRequest(known, default, ref draft, memory);
        for (var isFirst = true; reader.TokenType != JsonTokenType.EndArray; reader.Read(), isFirst = false)
        {
            if (isFirst || known.Place is HeaderPlace.Kept or HeaderPlace.Cookie)
                TakeRequest(known, JsonScalar.Bytes(ref reader, memory), ref draft, memory);
            reader.Skip();
        }
    }

    /// <summary>One value of a request header.</summary>
    public static void TakeRequest(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        if (Limits(in draft).RequestHeaders.Find(name) is { } known)
            TakeRequest(known, value, ref draft, memory);
    }

    public static void TakeResponse(ReadOnlySpan<byte> name, ref Utf8JsonReader reader, ref CallDraft draft, ParserMemory memory)
    {
        var known = Limits(in draft).ResponseHeaders.Find(name);
        if (known is null || !IsArray(ref reader))
        {
            if (known is not null)
                TakeResponse(known, JsonScalar.Bytes(ref reader, memory), ref draft, memory);
            reader.Skip();
            return;
        }

        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            TakeResponse(known, JsonScalar.Bytes(ref reader, memory), ref draft, memory);
            reader.Skip();
        }
    }

    /// <summary>One value of a response header.</summary>
    public static void TakeResponse(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        if (Limits(in draft).ResponseHeaders.Find(name) is { } known)
            TakeResponse(known, value, ref draft, memory);
    }

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

    // True: it has entered the array.
    private static bool IsArray(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.StartArray && reader.Read();

    private static void TakeRequest(HeaderTableEntry known, ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        switch (known.Place)
        {
            case HeaderPlace.Host when !value.IsEmpty:
                draft.Host ??= RequestTarget.HostOf(value, memory);
                break;
            case HeaderPlace.Cookie:
                draft.Credentials.TakeCookies(value);
                break;
            case HeaderPlace.ApiKey:
                draft.Credentials.TakeApiKey(value);
                break;
            case HeaderPlace.Authorization:
                draft.Credentials.TakeAuthorization(value);
                break;
            case HeaderPlace.Referer:
                draft.Referer ??= Text(value, in draft, memory);
                break;
            case HeaderPlace.UserAgent:
                draft.UserAgent ??= Text(value, in draft, memory);
                break;
            case HeaderPlace.ForwardedFor:
                draft.ForwardedFor ??= Text(value, in draft, memory);
                break;
            case HeaderPlace.Traceparent:
                Traceparent.Take(value, ref draft);
                break;
            case HeaderPlace.RequestId when !value.IsEmpty:
                draft.RequestId ??= Encoding.UTF8.GetString(Limits(in draft).Header(value));
                break;
            case HeaderPlace.Kept:
                Keep(known.Name, value, ref draft.RequestHeaders, in draft, memory);
                break;
        }
    }

    private static void TakeResponse(HeaderTableEntry known, ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory)
    {
        if (known.Place == HeaderPlace.BlockedBy)
            draft.BlockedBy ??= Text(value, in draft, memory);
        else
            Keep(known.Name, value, ref draft.ResponseHeaders, in draft, memory);
    }

    private static void Keep(string name, ReadOnlySpan<byte> value, ref List<HeaderField>? into, in CallDraft draft, ParserMemory memory)
    {
        var limits = Limits(in draft);
        if (!value.IsEmpty && (into?.Count ?? 0) < limits.MostHeaders)
            (into ??= []).Add(new HeaderField(name, memory.Texts.Get(limits.Header(value))));
    }

    private static string? Text(ReadOnlySpan<byte> value, in CallDraft draft, ParserMemory memory) =>
        value.IsEmpty ? null : memory.Texts.Get(Limits(in draft).Header(value));

    private static CaptureLimits Limits(in CallDraft draft) => draft.Capture ?? CaptureLimits.Default;
}
