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
        if (Precheck(bytes, mostRecordBytes) is { } wrong)
        {
            into.Refuse(record, name, wrong);
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

                ReadCall(ref reader, record, index, format, into);
                index++;
            }

            if (index == 0)
                into.Refuse(record, name, "the record holds no call");
        }
        catch (JsonException)
        {
            var at = (int)reader.BytesConsumed;
            into.Refuse(record, name, Broken(at), index, index == 0 ? bytes : bytes[at..]);
        }
    }

    /// <summary>What is told of a record without reading it: an exception costs a hundred times what a good record does. Null: nothing is wrong.</summary>
    public static string? Precheck(ReadOnlySpan<byte> bytes, int mostRecordBytes)
    {
        if (bytes.Length > mostRecordBytes)
            return $"the record is {bytes.Length} bytes long, more than {mostRecordBytes}";
        if (bytes.Length > 1 && bytes[0] == '{' && bytes[^1] == '}')
            return null;
        var body = bytes.Trim(" \t\r\n"u8);
        if (body.IsEmpty)
            return "the record is empty";
        return body.Length < 2 || body[0] is not ((byte)'{' or (byte)'[') || body[^1] is not ((byte)'}' or (byte)']')
            ? "the record is not a JSON object or array"
            : null;
    }

    public static string Broken(int at) => $"no valid JSON from byte {at} on, or nested deeper than {MostDepth}";

    /// <summary>The reader stands on what should be the object of a call, and is left on its end.</summary>
    public static void ReadCall(ref Utf8JsonReader reader, in RawRecord record, int index, IJsonCall format, ParsedRecords into)
    {
        var start = (int)reader.TokenStartIndex;
        string? problem;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            // Not by an initializer, which makes the whole of it twice.
            var draft = default(CallDraft);
            draft.Capture = into.Capture;
            format.Read(ref reader, ref draft);
            problem = draft.Complete(record, index, format.Info, into);
        }
        else
        {
            reader.Skip();
            problem = "not an object";
        }

        if (problem is not null)
            into.Refuse(record, format.Info.Name, problem, index, record.Bytes.Span[start..(int)reader.BytesConsumed]);
    }
}
