namespace Engine.Ingest.Sources.Receivers.Otlp;

/// <summary>Tells a message of protobuf that was cut off, or is none, from one that is there to its end. Only its outermost fields are looked at.</summary>
internal ref struct ProtobufMessage(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
{
    private const int Delimited = 2, MostVarintBytes = 10;

    private int _piece;
    private int _at;

    /// <summary>True: it consists of fields that are messages themselves, as every request of OTLP does.</summary>
    public static bool IsWhole(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        var message = new ProtobufMessage(pieces);
        while (!message.IsAtEnd())
        {
            if (!message.TryReadNumber(out var tag) || tag >> 3 == 0 || (tag & 7) != Delimited || !message.TryReadNumber(out var length) || !message.TrySkip(length))
                return false;
        }

        return true;
    }

    private bool IsAtEnd()
    {
        while (_piece < pieces.Count && _at == pieces[_piece].Length)
            (_piece, _at) = (_piece + 1, 0);
        return _piece == pieces.Count;
    }

    private bool TryReadNumber(out ulong number)
    {
        number = 0;
        for (var i = 0; i < MostVarintBytes && !IsAtEnd(); i++)
        {
            var next = pieces[_piece].Span[_at++];
            number |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
                return true;
        }

        return false;
    }

    private bool TrySkip(ulong length)
    {
        while (length > 0)
        {
            if (IsAtEnd())
                return false;
            var skipped = (int)Math.Min(length, (ulong)(pieces[_piece].Length - _at));
            _at += skipped;
            length -= (ulong)skipped;
        }

        return true;
    }
}
