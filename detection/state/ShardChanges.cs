using Engine.Schemas;

namespace Engine.Detection.State;

/// <summary>
/// What changed in a shard since the checkpoint before, and what the present one has still to write: whoever is about to change before its
/// turn is written first, as it was. Costs a comparison of two numbers at a call.
/// </summary>
internal sealed class ShardChanges(int shard, ActorEntries entries)
{
    /// <summary>Stands in <see cref="ActorState.ChangedIn"/> of a forgotten actor, which no list writes any more.</summary>
    private const int Forgotten = -1;

    private const int FewChanges = 64;

    private List<ActorState> _changed = [], _due = [];
    private List<Actor> _gone = [], _goneDue = [];
    private int _tidyAt = FewChanges;
    private long _nextRestDue;
    private int _next;
    private bool _isDue, _isBegun, _isWhole;

    /// <summary>A checkpoint begins; the lane is in its next interval already.</summary>
    public void Begin(bool isWhole, long nextRest)
    {
        (_changed, _due) = (_due, _changed);
        (_gone, _goneDue) = (_goneDue, _gone);
        // Nothing, unless the one before was given up: then a whole one follows, which asks no list.
        _changed.Clear();
        _gone.Clear();
        (_isDue, _isBegun, _isWhole, _nextRestDue, _tidyAt, _next) = (true, false, isWhole, nextRest, FewChanges, 0);
    }

    /// <summary>To be told before an actor changes in anything that is saved.</summary>
    public void Touch(ActorState state, int actors)
    {
        if (state.ChangedIn == entries.Interval)
            return;
        if (IsDue(state))
            Put(state);
        Note(state, actors);
    }

    /// <summary>An actor is new: the checkpoint that is being written does not know it.</summary>
    public void Note(ActorState state, int actors)
    {
        if (entries.Interval == 0)
            return;
        state.ChangedIn = entries.Interval;
        if (_changed.Count >= _tidyAt)
        {
            // A flood of actors that come and are forgotten must not be kept by this list.
            _changed.RemoveAll(changed => changed.ChangedIn == Forgotten);
            _tidyAt = Math.Max(FewChanges, 2 * actors);
        }

        _changed.Add(state);
    }

    public void Forget(ActorState state)
    {
        if (IsDue(state))
            Put(state);
        if (state.IsSaved)
            _gone.Add(state.Actor);
        state.ChangedIn = Forgotten;
    }

    /// <summary>Writes what is still due of this shard, until it is enough.</summary>
    /// <returns>True: nothing is left.</returns>
    public bool Continue(Dictionary<Actor, ActorState>.ValueCollection actors, Func<bool> isEnough)
    {
        if (!_isDue)
            return true;
        if (!_isBegun)
            WriteFirst(actors);
        // Whoever is written here and changes before the rest of the shard is written is written again, and the same: rare, and cheaper than a mark.
        while (_next < _due.Count)
        {
            var state = _due[_next++];
            if (!IsDue(state))
                continue;
            entries.Put(state);
            if (isEnough())
                return false;
        }

        _due.Clear();
        _isDue = false;
        return true;
    }

    private void WriteFirst(Dictionary<Actor, ActorState>.ValueCollection actors)
    {
        _isBegun = true;
        WriteGone();
        if (_isWhole || _due.Count > 0)
            entries.PutShard(shard, _nextRestDue);
        if (!_isWhole)
            return;
        // Calls go on between two steps, and change what is being walked through.
        _due.Clear();
        _due.AddRange(actors);
    }

    private bool IsDue(ActorState state) =>
        _isDue && state.ChangedIn != Forgotten && (_isWhole ? state.ChangedIn != entries.Interval : state.ChangedIn == entries.Interval - 1);

    private void Put(ActorState state)
    {
        // One that is forgotten and comes back has the same key: it must not be removed after it was put.
        WriteGone();
        entries.Put(state);
    }

    private void WriteGone()
    {
        foreach (var actor in _goneDue)
            entries.Remove(actor);
        _goneDue.Clear();
    }
}
