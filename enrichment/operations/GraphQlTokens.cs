namespace Engine.Enrichment.Operations;

/// <summary>The names and brackets of a GraphQL document; arguments, directives, texts and comments are passed over.</summary>
internal ref struct GraphQlTokens(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>The name is that of a fragment whose fields stand here: <c>...Name</c>.</summary>
    public bool IsSpread { get; private set; }

    /// <summary>The bracket opens a fragment without a name: <c>... on Type {</c>.</summary>
    public bool IsInlineFragment { get; private set; }

    public readonly bool IsName => Current.Length > 0 && (char.IsAsciiLetter(Current[0]) || Current[0] == '_');

    public bool Next()
    {
        IsSpread = false;
        IsInlineFragment = false;
        while (_position < _text.Length)
        {
            switch (_text[_position])
            {
                case '#':
                    SkipComment();
                    break;
                case '"':
                    SkipText();
                    break;
                case '(':
                    SkipArguments();
                    break;
                case '@' or '$':
                    _position++;
                    TakeName();
                    break;
                case '.':
                    if (TakeSpread())
                        return true;
                    break;
                case '{' or '}':
                    Current = _text.Slice(_position++, 1);
                    return true;
                default:
                    if (TakeName())
                        return true;
                    _position++;
                    break;
            }
        }

        Current = default;
        return false;
    }

    /// <summary>The name was an alias: the field itself follows behind a colon, and is the current one now.</summary>
    public bool TakesAlias()
    {
        SkipSpace();
        if (_position >= _text.Length || _text[_position] != ':')
            return false;
        _position++;
        SkipSpace();
        return TakeName();
    }

    private bool TakeName()
    {
        var start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || _text[_position] == '_'))
            _position++;
        if (_position == start)
            return false;
        Current = _text[start.._position];
        return true;
    }

    /// <returns>True: it is one with a name.</returns>
    private bool TakeSpread()
    {
        while (_position < _text.Length && _text[_position] == '.')
            _position++;
        SkipSpace();
        if (TakeName() && Current is not "on")
            return IsSpread = true;
        SkipSpace();
        TakeName();
        IsInlineFragment = true;
        return false;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && (char.IsWhiteSpace(_text[_position]) || _text[_position] == ','))
            _position++;
    }

    private void SkipComment()
    {
        var end = _text[_position..].IndexOf('\n');
        _position = end < 0 ? _text.Length : _position + end + 1;
    }

    private void SkipText()
    {
        var isBlock = _text[_position..].StartsWith("\"\"\"");
        _position += isBlock ? 3 : 1;
        while (_position < _text.Length && !(isBlock ? _text[_position..].StartsWith("\"\"\"") : _text[_position] is '"' or '\n'))
            _position += _text[_position] == '\\' ? 2 : 1;
        _position = Math.Min(_text.Length, _position + (isBlock ? 3 : 1));
    }

    private void SkipArguments()
    {
        var depth = 0;
        do
        {
            if (_text[_position] == '"')
            {
                SkipText();
                continue;
            }

            depth += _text[_position++] switch { '(' => 1, ')' => -1, _ => 0 };
        }
        while (depth > 0 && _position < _text.Length);
    }
}
