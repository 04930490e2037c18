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
internal sealed class ActorShard(int mostActors)
{
    /// <summary>Event time between two looks for actors that have gone quiet.</summary>
    private static readonly long RestEvery = TimeSpan.FromMinutes(1).Ticks;

    private readonly Dictionary<Actor, ActorState> _actors = [];

    /// <summary>Actors that have not rested since their last call, and those that have.</summary>
    private readonly PriorityQueue<ActorState, long> _awake = new(), _resting = new();
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
        }

        if (!state.IsAwake)
        {
            state.IsAwake = true;
            _awake.Enqueue(state, state.LastTicks);
        }

        return state;
    }

    /// <summary>An actor that is remembered; null where it is not. Neither wakes it nor makes it.</summary>
    public ActorState? Find(Actor actor) => _actors.GetValueOrDefault(actor);

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

    private ActorState Forget()
    {
        var state = LongestResting() ?? LongestAwake();
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
