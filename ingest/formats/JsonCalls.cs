using System.Text.Json;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// Finds the calls of a JSON record: one object, an array of objects, or several of either behind each other. A bad call is refused alone;
/// where the JSON itself breaks, the calls before it stand and the rest is refused.
/// </summary>
internal static class JsonCalls
{
    /// <summary>Calls of one record. A MiB of <c>{},{},</c> must not become 300,000 dead letters.</summary>
    public const int MostCalls = 10_000;

    private const int MostDepth = 64;

    public static JsonReaderOptions Reading { get; } = new() { AllowMultipleValues = true, MaxDepth = MostDepth };

    public static void Parse(in RawRecord record, ParsedRecords into, IJsonCall format, int mostRecordBytes)
    {
        var bytes = record.Bytes.Span;
        var name = format.Info.Name;
        if (bytes.Length > mostRecordBytes)
        {
            into.Refuse(record, name, $"the record is {bytes.Length} bytes long, more than {mostRecordBytes}");
            return;
        }

        // Most garbage is told here: an exception costs a hundred times what a good record does.
        var body = bytes.Trim(" \t\r\n"u8);
        if (body.Length < 2 || body[0] is not ((byte)'{' or (byte)'[') || body[^1] is not ((byte)'}' or (byte)']'))
        {
            into.Refuse(record, name, body.IsEmpty ? "the record is empty" : "the record is not a JSON object or array");
            return;
        }

        var reader = new Utf8JsonReader(bytes, Reading);
        var index = 0;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartArray && reader.CurrentDepth == 0)
                    continue;
                if (reader.TokenType == JsonTokenType.EndArray)
                    continue;
                if (index == MostCalls)
                {
                    into.Refuse(
                        record, name, $"the record holds more than {MostCalls} calls; the rest is not read", index,
                        bytes[(int)reader.TokenStartIndex..]);
                    return;
                }

                var start = (int)reader.TokenStartIndex;
                var problem = ReadCall(ref reader, record, index, format, into);
                if (problem is not null)
                    into.Refuse(record, name, problem, index, bytes[start..(int)reader.BytesConsumed]);
                index++;
            }

            if (index == 0)
                into.Refuse(record, name, "the record holds no call");
        }
        catch (JsonException)
        {
            var at = (int)reader.BytesConsumed;
            into.Refuse(
                record, name, $"no valid JSON from byte {at} on, or nested deeper than {MostDepth}", index, index == 0 ? bytes : bytes[at..]);
        }
    }

    private static string? ReadCall(ref Utf8JsonReader reader, in RawRecord record, int index, IJsonCall format, ParsedRecords into)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return "not an object";
        }

        var draft = new CallDraft { Capture = into.Capture };
        format.Read(ref reader, ref draft);
        return draft.Complete(record, index, format.Info, into);
    }
}
