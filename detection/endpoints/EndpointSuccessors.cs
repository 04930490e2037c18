using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Endpoints;

/// <summary>
/// What every endpoint has become since the start. Grows only between calls, while no lane runs; what is kept for an actor follows when the
/// actor is next touched, so that a new version of the templates is no pause.
/// </summary>
internal sealed class EndpointSuccessors : ICheckpointed
{
    private readonly List<EndpointMove> _moves = [];
    private readonly Dictionary<ulong, Endpoint> _next = [];

    /// <summary>Those that became one of many parts of another.</summary>
    private readonly HashSet<ulong> _parts = [];

    /// <summary>Moves that the checkpoints hold, and those that the running one is to hold.</summary>
    private int _written, _due;

    /// <summary>Rises with every move: whoever has followed so many needs not follow again.</summary>
    public int Count => _moves.Count;

    public void Add(IReadOnlyList<EndpointMove> moves)
    {
        foreach (var move in moves)
            Add(move);
    }

    /// <summary>The endpoint of today, where it is another one.</summary>
    public bool TryFollow(Endpoint endpoint, [NotNullWhen(true)] out Endpoint? successor)
    {
        successor = null;
        var id = endpoint.Id;
        for (var steps = Count; steps > 0 && _next.TryGetValue(id, out var next); steps--)
            (successor, id) = (next, next.Id);
        return successor is not null;
    }

    /// <summary>The id of today.</summary>
    public ulong Follow(ulong endpoint)
    {
        for (var steps = Count; steps > 0 && _next.TryGetValue(endpoint, out var next); steps--)
            endpoint = next.Id;
        return endpoint;
    }

    /// <summary>
    /// The id for which today is normal what was normal for this one; null where it became a part: what is usual of one word says nothing
    /// about all of them together.
    /// </summary>
    public ulong? HeirOf(ulong endpoint)
    {
        for (var steps = Count; steps > 0 && _next.TryGetValue(endpoint, out var next); steps--)
        {
            if (_parts.Contains(endpoint))
                return null;
            endpoint = next.Id;
        }

        return endpoint;
    }

    public void BeginCheckpoint(bool isWhole)
    {
        if (isWhole)
            _written = 0;
        _due = _moves.Count;
    }

    public bool ContinueCheckpoint(Func<bool> isEnough, StateBuffer into)
    {
        Span<byte> key = stackalloc byte[sizeof(int)];
        while (_written < _due)
        {
            BinaryPrimitives.WriteInt32BigEndian(key, _written);
            into.Put(StateSection.Successors, key, _moves[_written++], Save);
            if (isEnough())
                return false;
        }

        return true;
    }

    /// <exception cref="InvalidDataException">It is no move.</exception>
    public bool Restore(in StateEntry entry)
    {
        if (entry.Section != StateSection.Successors)
            return false;
        if (entry.Value is not { } value || entry.Key.Length != sizeof(int) || BinaryPrimitives.ReadInt32BigEndian(entry.Key.Span) > _moves.Count)
            throw new InvalidDataException("a move of endpoints is missing");
        var reader = new MessagePackReader(value);
        // A whole checkpoint after a delta brings the same ones again.
        if (BinaryPrimitives.ReadInt32BigEndian(entry.Key.Span) == _moves.Count)
            Add(Load(ref reader));
        return true;
    }

    public void CompleteRestore() => _written = _due = _moves.Count;

    public static void Save(ref MessagePackWriter writer, EndpointMove move)
    {
        writer.WriteEndpoint(move.From);
        writer.WriteEndpoint(move.To);
    }

    public static EndpointMove Load(ref MessagePackReader reader)
    {
        var from = reader.ReadEndpoint();
        return new EndpointMove(from, reader.ReadEndpoint());
    }

    private void Add(EndpointMove move)
    {
        _moves.Add(move);
        _next[move.From.Id] = move.To;
        if (NamedByWords.IsPart(move.From, move.To))
            _parts.Add(move.From.Id);
    }
}
