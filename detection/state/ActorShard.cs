using Engine.Schemas;

namespace Engine.Detection.State;

/// <summary>
/// Actors of one virtual shard: the unit of state, order and recovery. Bounded: when full, the actor that has been quiet the longest
/// is forgotten.
/// </summary>
/// <remarks>
/// A call changes no order: queues hold each actor with a time at or before its last call, and who is found there too early is put back
/// with the right one. Linked neighbours would be three cold objects to write at a call, and stop a full collection for seconds.
/// </remarks>
internal sealed class ActorShard(int number, int mostActors, ActorEntries entries)
{
    /// <summary>Event time between two looks for actors that have gone quiet.</summary>
    private static readonly long RestEvery = TimeSpan.FromMinutes(1).Ticks;

    private readonly Dictionary<Actor, ActorState> _actors = [];

    /// <summary>Actors that have not rested since their last call, and those that have.</summary>
    private readonly PriorityQueue<ActorState, long> _awake = new(), _resting = new();
    private readonly ShardChanges _changes = new(number, entries);
    private long _nextRest;

    public int Count => _actors.Count;

    /// <summary>The caller's state; its <see cref="ActorState.LastTicks"/> is still that of its call before.</summary>
    /// <param name="actor">Who calls.</param>
    /// <param name="ticks">When.</param>
    /// <param name="forgotten">The actor that had to be forgotten to make room, else null.</param>
    public ActorState Touch(Actor actor, long ticks, out ActorState? forgotten)
    {
        forgotten = null;
        if (!_actors.TryGetValue(actor, out var state))
        {
            if (_actors.Count >= mostActors)
                forgotten = Forget();
            state = new ActorState(actor) { LastTicks = ticks };
            _actors.Add(actor, state);
            _changes.Note(state, _actors.Count);
        }
        else
        {
            _changes.Touch(state, _actors.Count);
        }

        if (!state.IsAwake)
        {
            state.IsAwake = true;
            _awake.Enqueue(state, state.LastTicks);
        }

        return state;
    }

    /// <summary>An actor that is remembered and about to change; null where it is not. Neither wakes it nor makes it.</summary>
    public ActorState? Find(Actor actor)
    {
        var state = _actors.GetValueOrDefault(actor);
        if (state is not null)
            _changes.Touch(state, _actors.Count);
        return state;
    }

    /// <summary>
    /// True once a minute: the shard's own calls tell it to look for quiet actors, a few at a time, so that the end of an epoch does not
    /// stop everything for all of them.
    /// </summary>
    public bool IsTimeToRest(long ticks)
    {
        if (ticks < _nextRest)
            return false;
        _nextRest = ticks + RestEvery;
        return true;
    }

    /// <summary>Next actor that has been quiet since before <paramref name="ticks"/> and has not rested yet; null when there is none.</summary>
    public ActorState? NextToRest(long ticks)
    {
        while (_awake.TryPeek(out var state, out var since) && since < ticks)
        {
            if (state.LastTicks > since)
            {
                _awake.DequeueEnqueue(state, state.LastTicks);
                continue;
            }

            _awake.Dequeue();
            _changes.Touch(state, _actors.Count);
            state.IsAwake = false;
            if (!state.IsQueuedAsResting)
            {
                state.IsQueuedAsResting = true;
                _resting.Enqueue(state, since);
            }

            return state;
        }

        return null;
    }

    public void BeginCheckpoint(bool isWhole) => _changes.Begin(isWhole, _nextRest);

    /// <summary>Writes what is still due of the checkpoint that began last.</summary>
    /// <returns>True: nothing is left.</returns>
    public bool ContinueCheckpoint(Func<bool> isEnough) => _changes.Continue(_actors.Values, isEnough);

    /// <summary>Takes over a saved actor; the queues follow with <see cref="CompleteRestore"/>.</summary>
    public void Restore(ActorState state) => _actors[state.Actor] = state;

    public void RestoreForgotten(Actor actor) => _actors.Remove(actor);

    public void RestoreNextRest(long ticks) => _nextRest = ticks;

    /// <summary>Queues everybody; the budget of memory may be smaller than when the state was saved.</summary>
    /// <returns>Actors for which there was no room.</returns>
    public int CompleteRestore()
    {
        foreach (var state in _actors.Values)
        {
            state.IsQueuedAsResting = !state.IsAwake;
            (state.IsAwake ? _awake : _resting).Enqueue(state, state.LastTicks);
        }

        var forgotten = 0;
        for (; _actors.Count > mostActors; forgotten++)
            Forget();
        return forgotten;
    }

    private ActorState Forget()
    {
        var state = LongestResting() ?? LongestAwake();
        _changes.Forget(state);
        _actors.Remove(state.Actor);
        return state;
    }

    private ActorState? LongestResting()
    {
        while (_resting.TryDequeue(out var state, out var since))
        {
            state.IsQueuedAsResting = false;
            if (state.IsAwake)
                continue;
            if (state.LastTicks == since)
                return state;
            state.IsQueuedAsResting = true;
            _resting.Enqueue(state, state.LastTicks);
        }

        return null;
    }

    private ActorState LongestAwake()
    {
        while (true)
        {
            var state = _awake.Peek();
            if (_awake.TryDequeue(out _, out var since) && state.LastTicks <= since)
                return state;
            _awake.Enqueue(state, state.LastTicks);
        }
    }
}
