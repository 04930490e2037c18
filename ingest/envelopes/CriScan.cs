namespace Engine.Ingest.Envelopes;

/// <summary><c>time stdout P text</c>: the fourth letter of the second word and the first of the third.</summary>
internal sealed class CriScan : ILineScan
{
    private const int StreamLetter = 3;

    private int _word;
    private int _letter;
    private byte _stream;
    private byte _tag;

    public void Look(ReadOnlySpan<byte> piece)
    {
        for (var i = 0; i < piece.Length && _tag == 0 && _word < 3; i++)
        {
            if (piece[i] == ' ')
            {
                _word++;
                _letter = 0;
                continue;
            }

            if (_word == 1 && _letter == StreamLetter)
                _stream = piece[i];
            if (_word == 2)
                _tag = piece[i];
            _letter++;
        }
    }

    public (ContainerStream Stream, bool IsPart) End()
    {
        var ended = (_stream == 'o' ? ContainerStream.Output : _stream == 'e' ? ContainerStream.Error : ContainerStream.None, _tag == 'P');
        _word = _letter = 0;
        _stream = _tag = 0;
        return ended;
    }
}
