using System.Diagnostics.CodeAnalysis;
using Engine.Schemas;

namespace Engine.Detection.Facts.Walks;

/// <summary>The visitors of one walk by actor. Bounded: beyond <see cref="Most"/> the longest quiet is forgotten.</summary>
/// <remarks>
/// Who is quiet the longest is asked at every newcomer of a busy endpoint, so nothing is searched for it: each visitor waits in a queue under
/// the time it was last looked at there, which is put right when its turn comes. Times only grow, so the first that is right is the quietest.
/// </remarks>
internal sealed class WalkVisitors
{
    public const int Most = 2_048;

    private readonly Dictionary<Actor, WalkVisitor> _visitors = [];
    private readonly PriorityQueue<WalkVisitor, (long LastTicks, ulong Actor)> _quiet = new();

    public int Count => _visitors.Count;

    /// <summary>In no order.</summary>
    public IReadOnlyCollection<WalkVisitor> All => _visitors.Values;

    public bool TryGet(Actor actor, [MaybeNullWhen(false)] out WalkVisitor visitor) => _visitors.TryGetValue(actor, out visitor);

    public void Add(WalkVisitor visitor)
    {
        _visitors.Add(visitor.Actor, visitor);
        _quiet.Enqueue(visitor, Turn(visitor));
    }

    /// <returns>The visitor that had to go for the next one; null: there is room.</returns>
    public WalkVisitor? ForgetIfFull()
    {
        if (_visitors.Count < Most)
            return null;
        while (_quiet.TryDequeue(out var visitor, out var turn))
        {
            if (turn == Turn(visitor))
            {
                _visitors.Remove(visitor.Actor);
                return visitor;
            }

            _quiet.Enqueue(visitor, Turn(visitor));
        }

        return null;
    }

    /// <summary>Forgets those who did nothing that is still remembered.</summary>
    public void ForgetIdle()
    {
        foreach (var visitor in _visitors.Values)
        {
            if (visitor.Ids.Count == 0)
                _visitors.Remove(visitor.Actor);
        }

        _quiet.Clear();
        foreach (var visitor in _visitors.Values)
            _quiet.Enqueue(visitor, Turn(visitor));
    }

    private static (long LastTicks, ulong Actor) Turn(WalkVisitor visitor) => (visitor.LastTicks, visitor.Actor.Hash);
}
