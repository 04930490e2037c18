using System.Text.Json;
using Engine.Ingest.Formats.Text;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// HAR 1.2, as browsers, proxies and test tools record it: one document with an entry for each call. A recording knows no client address;
/// tools that do write it into <c>_clientAddress</c>.
/// </summary>
/// <remarks>Dropped: pages, cookies (the headers have them), queryString and postData.params (the URL and the text have them), timings.</remarks>
public sealed class Har(int mostRecordBytes = IRecordFormat.DefaultMostRecordBytes) : IRecordFormat, IJsonCall
{
    public const string Name = "har";

    private static readonly JsonFields s_fields = JsonFields.Of(
        new JsonUnits(TimeEncoding.Rfc3339),
        (MappedField.Time, "startedDateTime"), (MappedField.MeasuredDuration, "time"), (MappedField.Address, "_clientAddress"),
        (MappedField.Method, "request.method"), (MappedField.Url, "request.url"), (MappedField.Protocol, "request.httpVersion"),
        (MappedField.RequestHeaders, "request.headers"), (MappedField.RequestBody, "request.postData.text"), (MappedField.FirstNote, "request.postData.encoding"),
        (MappedField.MeasuredRequestBytes, "request.bodySize"), (MappedField.Status, "response.status"), (MappedField.ResponseHeaders, "response.headers"),
        (MappedField.ResponseBody, "response.content.text"), (MappedField.SecondNote, "response.content.encoding"),
        // What came over the wire is unknown to browsers; how long the content is, all recorders know.
        (MappedField.MeasuredResponseBytes, "response.content.size"));

    public FormatInfo Info { get; } = new(
        Name, "HTTP Archive 1.2", "HAR 1.2 specification (W3C web performance group, 2012), fields with '_' by Chromium and mitmproxy", CallMoment.Start,
        "request body as sent, response content as decoded", ["client address (but in _clientAddress)", "client TLS fingerprint", "who answered", "trace, but in headers"])
    {
        IsJson = true,
        LargeRecordBytes = 64 * 1024 * 1024,
    };

    public void Parse(in RawRecord record, ParsedRecords into)
    {
        var bytes = record.Bytes.Span;
        if (JsonCalls.Precheck(bytes, Info.MostRecordBytes(mostRecordBytes)) is { } wrong)
        {
            into.Refuse(record, Name, wrong);
            return;
        }

        var reader = new Utf8JsonReader(bytes, JsonCalls.Reading);
        var index = 0;
        try
        {
            while (FindEntries(ref reader))
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (index == JsonCalls.MostCalls)
                    {
                        into.Refuse(record, Name, $"the record holds more than {index} calls; the rest is not read", index, bytes[(int)reader.TokenStartIndex..]);
                        return;
                    }

                    JsonCalls.ReadCall(ref reader, record, index, this, into);
                    index++;
                }
            }

            if (index == 0)
                into.Refuse(record, Name, "log.entries holds no call");
        }
        catch (JsonException)
        {
            var at = (int)reader.BytesConsumed;
            into.Refuse(record, Name, JsonCalls.Broken(at), index, index == 0 ? bytes : bytes[at..]);
        }
    }

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        var reader = new Utf8JsonReader(record, JsonCalls.Reading);
        try
        {
            if (!FindEntries(ref reader) || !reader.Read())
                return false;
        }
        catch (JsonException)
        {
            return false;
        }

        return s_fields.TryReadTime(record[(int)reader.TokenStartIndex..], out at);
    }

    void IJsonCall.Read(ref Utf8JsonReader reader, ref CallDraft draft)
    {
        s_fields.Read(ref reader, ref draft);
        draft.RequestBody = EncodedBody.Decode(draft.RequestBody, draft.Notes.First);
        draft.ResponseBody = EncodedBody.Decode(draft.ResponseBody, draft.Notes.Second);
    }

    /// <summary>Moves into the list of entries; false where no more follows.</summary>
    private static bool FindEntries(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var isLog = reader.CurrentDepth == 1 && JsonScalar.NameIs(ref reader, "log"u8, ParserMemory.OfThisThread);
            var isEntries = reader.CurrentDepth == 2 && JsonScalar.NameIs(ref reader, "entries"u8, ParserMemory.OfThisThread);
            reader.Read();
            if (isEntries && reader.TokenType == JsonTokenType.StartArray)
                return true;
            if (!isLog)
                reader.Skip();
        }

        return false;
    }
}
