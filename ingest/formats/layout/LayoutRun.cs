using System.Text;
using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Layout;

/// <summary>
/// Neighbouring variables, of which some could hold the literal behind them: a user name holds spaces and brackets. They end together where a
/// literal comes that none of them can hold; from there the last ones are taken from the right, since a time or a number is told from that
/// side, too. Most runs are a single variable.
/// </summary>
/// <param name="Fields">The variables.</param>
/// <param name="Between">Literal behind each but the last; empty before a slash that belongs to the next value.</param>
/// <param name="End">Literal behind the last; empty: the end of the line.</param>
/// <param name="FromRight">Variables behind this one are taken from the right.</param>
/// <param name="Escapes">How the server escapes.</param>
internal sealed record LayoutRun(LayoutField[] Fields, byte[][] Between, byte[] End, int FromRight, EscapeMode Escapes)
{
    /// <summary>It is the last run, and what ends the line can also stand inside a value.</summary>
    public bool EndsLine { get; init; }

    // An escaped quote is still a quote.
    private readonly bool _endsWithQuote = End.Length > 0 && End[0] == '"' && Escapes is EscapeMode.Json or EscapeMode.Backslash;

    /// <summary>Takes the run and the literal behind it off the line.</summary>
    /// <returns>What is wrong; null where it was read.</returns>
    public string? Take(scoped ref ReadOnlySpan<byte> line, bool isLast, bool onlyTime, ref CallDraft draft, ParserMemory memory)
    {
        var end = FindEnd(line);
        if (end < 0)
            return $"{Quoted(End)} does not follow {Fields[^1].Name}";
        var problem = Read(line[..end], onlyTime, ref draft, memory);
        line = line[(end + End.Length)..];
        return problem ?? (isLast && !line.IsEmpty ? $"the line goes on behind {Fields[^1].Name}" : null);
    }

    private int FindEnd(ReadOnlySpan<byte> line)
    {
        if (EndsLine)
            return line.EndsWith(End) ? line.Length - End.Length : -1;
        if (Fields.Length == 1 && Fields[0].Kind == ValueKind.LogTime)
            return line.Length >= CombinedTime.Bytes && line[CombinedTime.Bytes..].StartsWith(End) ? CombinedTime.Bytes : -1;
        if (Fields.Length == 1 && Fields[0].Kind == ValueKind.List && End[0] == ' ')
            return FindListEnd(line);
        if (!_endsWithQuote)
            return line.IndexOf(End);
        for (var quote = LineText.Quote(line, 0); quote >= 0; quote = LineText.Quote(line, quote + 1))
        {
            if (line[quote..].StartsWith(End))
                return quote;
        }

        return -1;
    }

    // A space ends the list unless a separator stands on either side of it: "a, b" or "a : b".
    private int FindListEnd(ReadOnlySpan<byte> line)
    {
        for (var from = 0; line[from..].IndexOf(End) is var found and >= 0; from += found + 1)
        {
            var at = from + found;
            var isInside = at > 0 && (line[at - 1] == ',' || (line[at - 1] == ':' && at > 1 && line[at - 2] == ' '));
            if (!isInside && !line[at..].StartsWith(" : "u8))
                return at;
        }

        return -1;
    }

    private string? Read(ReadOnlySpan<byte> region, bool onlyTime, ref CallDraft draft, ParserMemory memory)
    {
        for (var i = Fields.Length - 1; i > FromRight; i--)
        {
            var literal = Between[i - 1];
            var start = Fields[i].Kind == ValueKind.LogTime ? region.Length - CombinedTime.Bytes
                : region.LastIndexOf(literal) is var at and >= 0 ? at + literal.Length
                : -1;
            if (start < literal.Length || !region[..start].EndsWith(literal))
                return $"{Quoted(literal)} does not stand before {Fields[i].Name}";
            Take(Fields[i], region[start..], onlyTime, ref draft, memory);
            region = region[..(start - literal.Length)];
        }

        for (var i = 0; i < FromRight; i++)
        {
            var literal = Between[i];
            var end = literal.Length == 0 ? region.IndexOf((byte)'/') : region.IndexOf(literal);
            if (end < 0)
                return $"{Quoted(literal)} does not follow {Fields[i].Name}";
            Take(Fields[i], region[..end], onlyTime, ref draft, memory);
            region = region[(end + literal.Length)..];
        }

        Take(Fields[FromRight], region, onlyTime, ref draft, memory);
        return null;
    }

    private void Take(LayoutField field, ReadOnlySpan<byte> value, bool onlyTime, ref CallDraft draft, ParserMemory memory)
    {
        if (field.Read is null || LogValue.IsAbsent(value) || (onlyTime && !field.IsTime))
            return;
        field.Read(field.Kind == ValueKind.Text ? ValueRules.Unescape(value, Escapes, memory) : value, ref draft, memory);
    }

    private static string Quoted(byte[] literal) => literal.Length == 0 ? "'/'" : $"'{Encoding.UTF8.GetString(literal)}'";
}
