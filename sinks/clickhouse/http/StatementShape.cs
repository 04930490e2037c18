using System.Text;

namespace Engine.Sinks.ClickHouse.Http;

/// <summary>How a statement has to be run, as far as that can be seen from its words.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Format">The format it names: of the rows that follow (insert) or of the result; null where it names none.</param>
/// <param name="StatementLength">For <see cref="ShapeKind.InsertRows"/>: bytes before FORMAT.</param>
/// <param name="DataOffset">For <see cref="ShapeKind.InsertRows"/>: where the rows begin in the same text.</param>
internal readonly record struct StatementShape(ShapeKind Kind, string? Format, int StatementLength, int DataOffset)
{
    public static StatementShape Of(ReadOnlySpan<byte> text)
    {
        var words = new SqlWords(text);
        if (!words.Next())
            return new StatementShape(ShapeKind.Other, null, 0, 0);
        var isInsert = words.Is("INSERT"u8);
        string? format = null;
        var isSelect = false;
        for (var more = words.Next(); more;)
        {
            if (isInsert && words.Is("VALUES"u8))
                return new StatementShape(ShapeKind.InsertValues, null, 0, 0);
            isSelect |= words.Is("SELECT"u8) || words.Is("WITH"u8);
            if (!words.Is("FORMAT"u8))
            {
                more = words.Next();
                continue;
            }

            var start = words.Start;
            if (!words.Next())
                break;
            var name = words.Word;
            if (isInsert && !isSelect)
                return new StatementShape(ShapeKind.InsertRows, Encoding.UTF8.GetString(name), start, Data(text, words.End));

            // A column may be called "format" too: the clause is the one at the end.
            more = words.Next();
            if (!more || words.Is("SETTINGS"u8))
                format = Encoding.UTF8.GetString(name);
        }

        return new StatementShape(isInsert ? ShapeKind.InsertSelect : ShapeKind.Other, format, 0, 0);
    }

    /// <summary>Rows begin behind the blanks, an optional semicolon and at most one line end: the next byte may be binary.</summary>
    private static int Data(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t')
            at++;
        if (at < text.Length && text[at] == ';')
            at++;
        if (at + 1 < text.Length && text[at] == '\r' && text[at + 1] == '\n')
            return at + 2;
        return at < text.Length && text[at] == '\n' ? at + 1 : at;
    }
}
