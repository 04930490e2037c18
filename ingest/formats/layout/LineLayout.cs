using System.Text;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Layout;

/// <summary>A log format compiled to what is done with a line, from its left end to its right.</summary>
/// <param name="Begin">Literal that every line begins with.</param>
/// <param name="Runs">What comes behind it.</param>
internal sealed record LineLayout(byte[] Begin, LayoutRun[] Runs)
{
    /// <returns>What is wrong; null where the line was read.</returns>
    public string? Read(ReadOnlySpan<byte> line, ref CallDraft draft, ParserMemory memory) => Read(line, onlyTime: false, ref draft, memory);

    public bool TryReadTime(ReadOnlySpan<byte> line, out DateTimeOffset at)
    {
        var draft = default(CallDraft);
        Read(line, onlyTime: true, ref draft, ParserMemory.OfThisThread);
        at = draft.At ?? default;
        return draft.At is not null;
    }

    private string? Read(ReadOnlySpan<byte> line, bool onlyTime, ref CallDraft draft, ParserMemory memory)
    {
        if (!line.StartsWith(Begin))
            return $"the line does not begin with '{Encoding.UTF8.GetString(Begin)}'";
        line = line[Begin.Length..];
        for (var i = 0; i < Runs.Length; i++)
        {
            if (Runs[i].Take(ref line, i == Runs.Length - 1, onlyTime, ref draft, memory) is { } problem)
                return problem;
            if (onlyTime && draft.At is not null)
                return null;
        }

        return null;
    }
}
