using System.Text.Json;
using Engine.Ingest.Formats;

namespace Engine.Ingest.Envelopes;

/// <summary>
/// Docker's json-file log: <c>{"log":"text\n","stream":"stdout","time":"…"}</c>. A line that was cut into parts comes as one record of several
/// objects and is joined.
/// </summary>
internal sealed class DockerEnvelope : IEnvelope
{
    public string Name => "docker";

    public string Title => "Docker container log (json-file)";

    public bool IsJson => false;

    public LineParts Parts => LineParts.Docker;

    public bool Next(ReadOnlyMemory<byte> record, ref int at, out ReadOnlyMemory<byte> content, out string? problem)
    {
        content = default;
        problem = null;
        if (at >= record.Length)
            return false;
        var reader = new Utf8JsonReader(record.Span, JsonCalls.Reading);
        at = record.Length;
        ReadOnlyMemory<byte> first = default;
        MemoryStream? all = null;
        try
        {
            for (var count = 0; reader.Read(); count++)
            {
                problem = MemberText.Find(ref reader, record, "log"u8, out var text);
                if (problem is not null)
                    return true;
                if (count == 0)
                    first = text;
                else
                    (all ??= Begun(first)).Write(text.Span);
            }
        }
        catch (JsonException)
        {
            problem = "the line is not the JSON that Docker writes";
            return true;
        }

        content = all is null ? first : all.GetBuffer().AsMemory(0, (int)all.Length);
        if (content.Span.EndsWith("\n"u8))
            content = content[..^1];
        return true;
    }

    private static MemoryStream Begun(ReadOnlyMemory<byte> first)
    {
        var all = new MemoryStream();
        all.Write(first.Span);
        return all;
    }
}
