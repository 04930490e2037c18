using System.Buffers;
using System.Text.Json;
using Engine.Ingest.Formats;

namespace Engine.Ingest.Envelopes;

/// <summary>What shippers make of a line: a JSON object with the line in a member. One object, several, or arrays of them.</summary>
/// <remarks>The member is told by its name at the top of the object, which only the shipper writes; whatever a client sent stands in a value.</remarks>
internal sealed class JsonEnvelope : IEnvelope
{
    private static readonly SearchValues<byte> s_between = SearchValues.Create(" \t\r\n,[]"u8);

    public EnvelopeInfo Info { get; } = new(
        "json", "JSON of a shipper: Fluent Bit, Fluentd, Vector, Filebeat, Elastic Agent, Logstash, rsyslog, journald",
        "record in log (Fluent Bit 4), message (Vector 0.50 log_schema; ECS 8 of Filebeat, Logstash), event.original (ECS 8), msg (rsyslog 8 property), MESSAGE (systemd.journal-fields); "
        + "parsed: json (Filebeat), log_processed (Fluent Bit), or an object in the others",
        "time, host, file, container, labels");

    public bool IsJson => true;

    public bool Next(ReadOnlyMemory<byte> record, ref int at, out ReadOnlyMemory<byte> content, out string? problem)
    {
        content = record;
        problem = at == 0 ? JsonCalls.Precheck(record.Span, int.MaxValue) : null;
        // The brackets of an array are separators like its commas.
        var start = problem is null ? record.Span[at..].IndexOfAnyExcept(s_between) : 0;
        if (start < 0 || at >= record.Length)
        {
            at = record.Length;
            return false;
        }

        content = record[(at + start)..];
        if (problem is null)
            problem = Find(ref at, start, ref content);
        else
            at = record.Length;
        return true;
    }

    private static string? Find(ref int at, int start, ref ReadOnlyMemory<byte> content)
    {
        var reader = new Utf8JsonReader(content.Span, JsonCalls.Reading);
        var isObject = content.Span[0] == '{';
        var found = new ShipperRecord(content);
        try
        {
            reader.Read();
            var problem = isObject ? found.Find(ref reader) : "what should be a shipper's JSON is no object";
            var consumed = (int)reader.BytesConsumed;
            at += start + consumed;
            content = problem is null ? Trimmed(found.Content) : content[..consumed];
            return problem;
        }
        catch (JsonException)
        {
            at += content.Length + start;
            return "no valid JSON around the record";
        }
    }

    // rsyslog's msg begins with the space behind the tag; what Fluent Bit took from Docker ends with a line feed.
    private static ReadOnlyMemory<byte> Trimmed(ReadOnlyMemory<byte> content)
    {
        var span = content.Span;
        var start = span.Length - span.TrimStart((byte)' ').Length;
        return content[start..Math.Max(start, span.TrimEnd("\r\n"u8).Length)];
    }
}
