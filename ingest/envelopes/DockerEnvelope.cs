using System.Text.Json;
using Engine.Ingest.Formats;

namespace Engine.Ingest.Envelopes;

/// <summary>Docker's json-file log: <c>{"log":"text\n","stream":"stdout","time":"…"}</c>; a long text without its line feed goes on.</summary>
internal sealed class DockerEnvelope : ContainerLog
{
    /// <summary>Docker cuts at 16 KiB. A shorter text without a line feed is the last that a container wrote, or someone took the feed away.</summary>
    public const int LeastPart = 4 * 1024;

    public override EnvelopeInfo Info { get; } = new(
        "docker", "Docker container log (json-file)", "moby daemon/logger/jsonfilelog, v28", "time, stream, attributes");

    public override LineParts Parts => LineParts.Docker;

    protected override bool TrySplit(ReadOnlyMemory<byte> line, out ContainerLine split, out string? problem)
    {
        split = default;
        problem = JsonCalls.Precheck(line.Span, int.MaxValue);
        if (problem is not null)
            return false;
        var reader = new Utf8JsonReader(line.Span, JsonCalls.Reading);
        try
        {
            reader.Read();
            problem = Find(ref reader, line, out split);
        }
        catch (JsonException)
        {
            problem = "the line is not the JSON that Docker writes";
        }

        return problem is null;
    }

    protected override ReadOnlyMemory<byte> Whole(ReadOnlyMemory<byte> text)
    {
        text = text.Span.EndsWith("\n"u8) ? text[..^1] : text;
        return text.Span.EndsWith("\r"u8) ? text[..^1] : text;
    }

    private static string? Find(ref Utf8JsonReader reader, ReadOnlyMemory<byte> line, out ContainerLine split)
    {
        split = default;
        if (reader.TokenType != JsonTokenType.StartObject)
            return "the record is not a JSON object";
        ReadOnlyMemory<byte>? text = null;
        var stream = ContainerStream.Output;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isLog = reader.ValueSpan.SequenceEqual("log"u8);
            var isStream = reader.ValueSpan.SequenceEqual("stream"u8);
            // A shipper that adds what it knows is another envelope.
            if (!isLog && !isStream && !reader.ValueSpan.SequenceEqual("time"u8) && !reader.ValueSpan.SequenceEqual("attrs"u8))
                return "the JSON object has another member than log, stream, attrs and time";
            reader.Read();
            if (isLog && text is not null)
                return "the JSON object has 'log' twice";
            if (isLog && reader.TokenType == JsonTokenType.String)
                text = MemberText.Of(ref reader, line);
            else if (isStream && reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("stderr"u8))
                stream = ContainerStream.Error;
            reader.Skip();
        }

        if (text is not { } log)
            return "the JSON object has no text named 'log'";
        split = new ContainerLine(log, stream, log.Length >= LeastPart && !log.Span.EndsWith("\n"u8));
        return reader.BytesConsumed < line.Span.TrimEnd(" \t\r"u8).Length ? "something stands behind the JSON object" : null;
    }
}
