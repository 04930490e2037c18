using System.Buffers;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>Bytes of a request in pooled pieces, counted against what all requests may hold.</summary>
internal sealed class PooledBody(ByteBudget budget) : IDisposable
{
    private const int LeastPiece = 4 * 1024, MostPiece = 64 * 1024;

    private readonly List<byte[]> _pieces = [];
    private int _lastFilled;

    public long Length { get; private set; }

    /// <summary>The pieces; not to be touched after <see cref="Dispose"/>.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces =>
        [.. _pieces.Select((piece, i) => new ReadOnlyMemory<byte>(piece, 0, i == _pieces.Count - 1 ? _lastFilled : piece.Length))];

    /// <summary>Room for more; empty: there is none, since all requests together hold too much.</summary>
    public Memory<byte> Room()
    {
        if (_pieces.Count == 0 || _lastFilled == _pieces[^1].Length)
        {
            var piece = ArrayPool<byte>.Shared.Rent(_pieces.Count == 0 ? LeastPiece : MostPiece);
            if (!budget.TryTake(piece.Length))
            {
                ArrayPool<byte>.Shared.Return(piece);
                return default;
            }

            _pieces.Add(piece);
            _lastFilled = 0;
        }

        return _pieces[^1].AsMemory(_lastFilled);
    }

    /// <summary>So much of the room has been filled.</summary>
    public void Advance(int bytes)
    {
        _lastFilled += bytes;
        Length += bytes;
    }

    /// <summary>False: there is no room.</summary>
    public bool TryAdd(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var room = Room().Span;
            if (room.IsEmpty)
                return false;
            var taken = Math.Min(room.Length, bytes.Length);
            bytes[..taken].CopyTo(room);
            Advance(taken);
            bytes = bytes[taken..];
        }

        return true;
    }

    public Stream OpenRead() => new Reader(Pieces);

    public void Dispose()
    {
        foreach (var piece in _pieces)
        {
            budget.Return(piece.Length);
            ArrayPool<byte>.Shared.Return(piece);
        }

        _pieces.Clear();
    }

    private sealed class Reader(IReadOnlyList<ReadOnlyMemory<byte>> pieces) : ReadOnlyStream
    {
        private int _piece, _at;

        public override int Read(Span<byte> buffer)
        {
            while (_piece < pieces.Count && _at == pieces[_piece].Length)
                (_piece, _at) = (_piece + 1, 0);
            if (_piece == pieces.Count)
                return 0;
            var taken = Math.Min(buffer.Length, pieces[_piece].Length - _at);
            pieces[_piece].Span.Slice(_at, taken).CopyTo(buffer);
            _at += taken;
            return taken;
        }
    }
}
