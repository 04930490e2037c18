namespace Engine.Sinks.ClickHouse.Http;

/// <summary>
/// The words of a statement outside quotes, comments and parentheses, one at a time. Enough to find FORMAT and what kind of
/// INSERT it is, in linear time; what a statement means is left to ClickHouse's own parser.
/// </summary>
internal ref struct SqlWords(ReadOnlySpan<byte> sql)
{
    private readonly ReadOnlySpan<byte> sql = sql;
    private int at;
    private int depth;

    public ReadOnlySpan<byte> Word { get; private set; }

    /// <summary>Offset of <see cref="Word"/>.</summary>
    public int Start { get; private set; }

    /// <summary>Offset behind <see cref="Word"/>.</summary>
    public readonly int End => Start + Word.Length;

    public bool Next()
    {
        while (at < sql.Length)
        {
            var c = sql[at];
            if (c is (byte)'\'' or (byte)'"' or (byte)'`')
                SkipQuoted(c);
            else if (c == '-' && Peek(1) == '-' || c == '#' && Peek(1) is (byte)' ' or (byte)'!')
                SkipPast("\n"u8);
            else if (c == '/' && Peek(1) == '*')
                SkipPast("*/"u8);
            else if (c is (byte)'(' or (byte)'[' or (byte)'{')
                Move(1);
            else if (c is (byte)')' or (byte)']' or (byte)'}')
                Move(-1);
            else if (!IsWord(c))
                at++;
            else if (TakeWord() && depth == 0)
                return true;
        }

        return false;
    }

    public readonly bool Is(ReadOnlySpan<byte> upperCase)
    {
        if (Word.Length != upperCase.Length)
            return false;
        for (var i = 0; i < upperCase.Length; i++)
            if ((Word[i] & ~0x20) != upperCase[i])
                return false;
        return true;
    }

    private static bool IsWord(byte c) => char.IsAsciiLetterOrDigit((char)c) || c == '_' || c >= 0x80;

    private readonly byte Peek(int offset) => at + offset < sql.Length ? sql[at + offset] : (byte)0;

    private void Move(int step)
    {
        depth = Math.Max(0, depth + step);
        at++;
    }

    private bool TakeWord()
    {
        Start = at;
        while (at < sql.Length && IsWord(sql[at]))
            at++;
        Word = sql[Start..at];
        return true;
    }

    private void SkipQuoted(byte quote)
    {
        at++;
        while (at < sql.Length)
        {
            var c = sql[at++];
            if (c == '\\')
                at++;
            else if (c == quote)
                return;
        }
    }

    private void SkipPast(ReadOnlySpan<byte> end)
    {
        var found = sql[at..].IndexOf(end);
        at = found < 0 ? sql.Length : at + found + end.Length;
    }
}
