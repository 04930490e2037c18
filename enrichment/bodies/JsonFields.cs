using System.Buffers;

namespace Engine.Enrichment.Bodies;

/// <summary>
/// The fields of the beginning of a JSON body: those of its object, and of objects in it one level down; of a list of objects those of each.
/// Sources cut bodies where they like, so it reads as far as there is something, and is content with what is no JSON.
/// </summary>
/// <remarks>One pass, no allocation; deeper levels and lists are passed over.</remarks>
internal ref struct JsonFields(ReadOnlySpan<char> body)
{
    /// <summary>Characters that are looked at.</summary>
    public const int Longest = 16_384;

    /// <summary>Deeper levels are not told apart: it is none of an API's bodies.</summary>
    private const int Deepest = 63;

    private static readonly SearchValues<char> s_ends = SearchValues.Create(",}] \t\r\n");

    private readonly ReadOnlySpan<char> _text = body.Length > Longest ? body[..Longest] : body;
    private int _position;
    private int _depth;

    /// <summary>A bit for each level that is an object.</summary>
    private ulong _objects;

    /// <summary>Level of the outermost objects: 1, or 2 where the body is a list.</summary>
    private int _outer;

    /// <summary>Level of a list within the outermost objects; 0 outside.</summary>
    private int _list;

    /// <summary>Name of the field whose object comes next.</summary>
    private ReadOnlySpan<char> _below;

    /// <summary>Name of the field whose object is being read; empty in the outermost one.</summary>
    public ReadOnlySpan<char> Parent { get; private set; }
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>As it stands, of a text what is between the quotes; empty for objects and lists.</summary>
    public ReadOnlySpan<char> Value { get; private set; }
    public JsonFieldKind Kind { get; private set; }

    /// <summary>The body ends within the value.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Everything was there: the last bracket closes the first.</summary>
    public readonly bool IsWhole => _outer > 0 && _depth == 0;

    public bool Next()
    {
        while (_position < _text.Length && _depth <= Deepest)
        {
            var c = _text[_position++];
            if (c is '{' or '[')
                Open(c == '{');
            else if (c is '}' or ']')
                Close();
            else if (c != '"')
                continue;
            else if ((_objects & (1UL << _depth)) == 0)
                TakeText();
            else if (TakeField())
                return true;
        }

        return false;
    }

    private void Open(bool isObject)
    {
        _depth++;
        if (isObject)
            _objects |= 1UL << (_depth & Deepest);
        else
            _objects &= ~(1UL << (_depth & Deepest));
        if (_outer == 0 && (isObject || _depth == 2))
            _outer = _depth;
        if (!isObject && _list == 0 && _outer > 0)
            _list = _depth;
        if (isObject && _depth == _outer + 1 && _list == 0)
            Parent = _below;
    }

    private void Close()
    {
        if (_depth == _list)
            _list = 0;
        if (_depth > 0)
            _depth--;
        if (_depth <= _outer)
            Parent = default;
    }

    /// <returns>True: it is one to be told of.</returns>
    private bool TakeField()
    {
        var name = TakeText();
        while (_position < _text.Length && (char.IsWhiteSpace(_text[_position]) || _text[_position] == ':'))
            _position++;
        if (_position >= _text.Length)
            return false;
        var isTold = _list == 0 && (_depth == _outer || (_depth == _outer + 1 && !Parent.IsEmpty));
        if (isTold)
            Name = name;
        switch (_text[_position])
        {
            case '{':
                Told(JsonFieldKind.Object, default);
                _below = _depth == _outer ? name : default;
                break;
            case '[':
                Told(JsonFieldKind.Array, default);
                break;
            case '"':
                _position++;
                var text = TakeText();
                Told(JsonFieldKind.Text, text);
                break;
            default:
                TakeWord();
                break;
        }

        return isTold;
    }

    private void Told(JsonFieldKind kind, ReadOnlySpan<char> value)
    {
        Kind = kind;
        Value = value;
    }

    private void TakeWord()
    {
        var rest = _text[_position..];
        var end = rest.IndexOfAny(s_ends);
        IsCut = end < 0;
        var word = end < 0 ? rest : rest[..end];
        _position += word.Length;
        Told(word switch { "true" or "false" => JsonFieldKind.Boolean, "null" => JsonFieldKind.Null, _ => JsonFieldKind.Number }, word);
    }

    /// <summary>Behind a quote: up to the one that ends it.</summary>
    private ReadOnlySpan<char> TakeText()
    {
        var start = _position;
        while (_position < _text.Length && _text[_position] != '"')
            _position += _text[_position] == '\\' ? 2 : 1;
        IsCut = _position >= _text.Length;
        var text = _text[start..Math.Min(_position, _text.Length)];
        _position++;
        return text;
    }
}
