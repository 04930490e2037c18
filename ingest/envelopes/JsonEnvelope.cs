using System.Buffers;
using System.Text.Json;
using Engine.Ingest.Formats;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Envelopes;

/// <summary>
/// What shippers make of a line: a JSON object with the line in a member. Fluent Bit calls it log, Vector, Filebeat and Logstash message,
/// rsyslog msg, journald MESSAGE. One object, several, or arrays of them.
/// </summary>
/// <remarks>
/// The member is told by its name at the top of the object, which only the shipper writes; whatever a client sent stands in a value. A text
/// goes before an object of the same names, since Filebeat has both: message is the line, log says which file it is from. An object is a
/// line that the shipper has parsed already.
/// </remarks>
internal sealed class JsonEnvelope : IEnvelope
{
    private static readonly byte[][] s_names = ["log"u8.ToArray(), "message"u8.ToArray(), "msg"u8.ToArray(), "MESSAGE"u8.ToArray()];

    private static readonly SearchValues<byte> s_between = SearchValues.Create(" \t\r\n,[]"u8);

    public string Name => "json";

    public string Title => "JSON of a shipper, with the record in log, message, msg or MESSAGE (Fluent Bit, Vector, Filebeat, Logstash, rsyslog, journald)";

    public bool IsJson => true;

    public LineParts Parts => LineParts.None;

    public bool Next(ReadOnlyMemory<byte> record, ref int at, out ReadOnlyMemory<byte> content, out string? problem)
    {
        content = default;
        problem = null;
        // The brackets of an array are separators like its commas.
        var start = record.Span[at..].IndexOfAnyExcept(s_between);
        if (start < 0)
        {
            at = record.Length;
            return false;
        }

        var rest = record[(at + start)..];
        var reader = new Utf8JsonReader(rest.Span, JsonCalls.Reading);
        try
        {
            reader.Read();
            problem = Find(ref reader, rest, out content);
            at += start + (int)reader.BytesConsumed;
        }
        catch (JsonException)
        {
            problem = "no valid JSON around the record";
            at = record.Length;
        }

        return true;
    }

    private static string? Find(ref Utf8JsonReader reader, ReadOnlyMemory<byte> record, out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return "what should be a shipper's JSON is no object";
        }

        var best = int.MaxValue;
        var seen = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = NameOf(ref reader);
            reader.Read();
            if (name >= 0 && (seen & 1 << name) != 0)
                best = int.MinValue;
            seen |= name >= 0 ? 1 << name : 0;
            // A text goes before an object.
            var rank = name < 0 ? int.MaxValue : reader.TokenType switch
            {
                JsonTokenType.String => name,
                JsonTokenType.StartObject => name + s_names.Length,
                _ => int.MaxValue,
            };
            if (rank < best && reader.TokenType == JsonTokenType.String)
            {
                content = MemberText.Of(ref reader, record);
            }
            else if (rank < best)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                content = record[start..(int)reader.BytesConsumed];
            }

            best = Math.Min(best, rank);
            reader.Skip();
        }

        return best == int.MinValue ? "a member of the shipper's JSON is there twice"
            : best == int.MaxValue ? "the shipper's JSON has no log, message, msg or MESSAGE"
            : null;
    }

    private static int NameOf(ref Utf8JsonReader reader)
    {
        var memory = ParserMemory.OfThisThread;
        for (var i = 0; i < s_names.Length; i++)
        {
            if (JsonScalar.NameIs(ref reader, s_names[i], memory))
                return i;
        }

        return -1;
    }
}
