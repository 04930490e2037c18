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
    private bool _isDue, _isWhole;

    /// <summary>A checkpoint begins; the lane is in its next interval already.</summary>
    public void Begin(bool isWhole, long nextRest)
    {
        (_changed, _due) = (_due, _changed);
        (_gone, _goneDue) = (_goneDue, _gone);
        (_isDue, _isWhole, _nextRestDue, _tidyAt) = (true, isWhole, nextRest, FewChanges);
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

    /// <summary>Writes what is still due of this shard.</summary>
    public void Write(Dictionary<Actor, ActorState>.ValueCollection actors)
    {
        if (!_isDue)
            return;
        WriteGone();
        if (_isWhole || _due.Count > 0)
            entries.PutShard(shard, _nextRestDue);
        if (_isWhole)
            WriteDue(actors);
        else
            WriteDue(_due);
        _due.Clear();
        _isDue = false;
    }

    private void WriteDue(IEnumerable<ActorState> states)
    {
        foreach (var state in states)
        {
            if (IsDue(state))
                entries.Put(state);
        }
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
