using Engine.Detection.Endpoints;
using Engine.Schemas;

namespace Engine.Detection.Facts;

/// <summary>
/// Facts that wait until their second of logical time is complete. A second is taken when the clock is <see cref="SlackSeconds"/> past its
/// end; a fact older than that goes to the next second to be taken, and is counted as late.
/// </summary>
internal sealed class PendingFacts(int mostFacts)
{
    /// <summary>As much as records normally come out of order.</summary>
    public const int SlackSeconds = 5;

    /// <summary>Seconds that can be open at once: the slack, the running one, and the one that is due.</summary>
    public const int Slots = 8;

    private readonly List<Fact>[] _seconds = [.. Enumerable.Range(0, Slots).Select(_ => new List<Fact>())];

    /// <summary>A checkpoint still reads the list.</summary>
    private readonly bool[] _isHeld = new bool[Slots];

    /// <summary>Latest second taken (seconds since the year 1).</summary>
    public long Taken { get; private set; } = -1;
    public int Count { get; private set; }
    public long Late { get; private set; }

    /// <summary>Facts dropped because too many waited.</summary>
    public long Dropped { get; private set; }

    public void Add(in Fact fact)
    {
        if (Count >= mostFacts)
        {
            Dropped++;
            return;
        }

        var second = fact.Ticks / TimeSpan.TicksPerSecond;
        if (second <= Taken)
            Late++;
        _seconds[Math.Clamp(second, Taken + 1, Taken + Slots - 1) % Slots].Add(fact);
        Count++;
    }

    /// <summary>Latest second that is complete when the clock stands there.</summary>
    public static long CompleteAt(long clockTicks) => (clockTicks / TimeSpan.TicksPerSecond) - SlackSeconds - 1;

    /// <summary>The facts of the next complete second that has any, in the order of event time; null when there is none.</summary>
    /// <param name="through">Latest complete second.</param>
    /// <param name="into">Replaced by them.</param>
    public bool TryTake(long through, List<Fact> into)
    {
        into.Clear();
        while (Taken < through)
        {
            if (Count == 0)
            {
                Taken = through;
                return false;
            }

            var facts = _seconds[++Taken % Slots];
            if (facts.Count == 0)
                continue;
            into.AddRange(facts);
            into.Sort(Compare);
            Count -= facts.Count;
            Empty(Taken % Slots);
            return true;
        }

        return false;
    }

    /// <summary>Endpoints became part of others: what waits is judged under what they are today.</summary>
    public void Follow(EndpointSuccessors successors)
    {
        for (var slot = 0; slot < Slots; slot++)
        {
            for (var i = 0; i < _seconds[slot].Count; i++)
            {
                var fact = _seconds[slot][i];
                if (!successors.TryFollow(fact.Endpoint, out var successor))
                    continue;
                var key = fact.Kind == FactKind.Endpoint ? FactKey.OfEndpoint(successor, fact.Environment, fact.SourceFormat).Value : fact.Key;
                Changeable(slot)[i] = fact with { Endpoint = successor, Key = key };
            }
        }
    }

    /// <summary>
    /// What waits in a slot, for a checkpoint that writes it later: the list's first facts, as many as there are now. Later ones come behind
    /// them, and who takes the second leaves the list alone.
    /// </summary>
    public List<Fact> Hold(int slot)
    {
        _isHeld[slot] = true;
        return _seconds[slot];
    }

    /// <summary>The checkpoint has written it.</summary>
    public void LetGo(int slot) => _isHeld[slot] = false;

    /// <summary>Takes over a saved state.</summary>
    public void Restore(long taken, long late, long dropped) => (Taken, Late, Dropped) = (taken, late, dropped);

    /// <inheritdoc cref="Restore(long, long, long)"/>
    public void Restore(int slot, IReadOnlyCollection<Fact> facts)
    {
        Count += facts.Count;
        _seconds[slot].AddRange(facts);
    }

    /// <summary>A checkpoint that still reads the list keeps it as it is.</summary>
    private List<Fact> Changeable(int slot)
    {
        if (_isHeld[slot])
            (_seconds[slot], _isHeld[slot]) = ([.. _seconds[slot]], false);
        return _seconds[slot];
    }

    private void Empty(long slot)
    {
        if (_isHeld[slot])
            _seconds[slot] = [];
        else
            _seconds[slot].Clear();
        _isHeld[slot] = false;
    }

    // By event time, then by what does not depend on the order of arrival over lanes.
    private static int Compare(Fact left, Fact right)
    {
        var order = left.Ticks.CompareTo(right.Ticks);
        order = order != 0 ? order : left.Event.CompareTo(right.Event);
        order = order != 0 ? order : left.Kind.CompareTo(right.Kind);
        order = order != 0 ? order : left.Key.CompareTo(right.Key);
        order = order != 0 ? order : left.Actor.Hash.CompareTo(right.Actor.Hash);
        return order != 0 ? order : left.Value.CompareTo(right.Value);
    }
}
