using Engine.Schemas;

namespace Engine.Detection.State;

/// <summary>
/// Actors of one virtual shard: the unit of state, order and recovery. Bounded: when full, the actor that has been quiet the longest
/// is forgotten. A list through the actors orders them by last call, to the minute.
/// </summary>
internal sealed class ActorShard(int mostActors)
{
    private static readonly long Minute = TimeSpan.FromMinutes(1).Ticks;

    /// <summary>Event time between two looks for actors that have gone quiet.</summary>
    private static readonly long RestEvery = TimeSpan.FromMinutes(1).Ticks;

    private readonly Dictionary<Actor, ActorState> _actors = [];
    private long _nextRest;
    private ActorState? _quietest, _busiest, _rested;

    /// <summary>Position in the shard's own log of the next call.</summary>
    public long Sequence { get; set; }

    public int Count => _actors.Count;

    /// <summary>The caller's state; its <see cref="ActorState.LastTicks"/> is still that of its call before.</summary>
    /// <param name="actor">Who calls.</param>
    /// <param name="ticks">When.</param>
    /// <param name="forgotten">The actor that had to be forgotten to make room, else null.</param>
    public ActorState Touch(Actor actor, long ticks, out ActorState? forgotten)
    {
        forgotten = null;
        if (_actors.TryGetValue(actor, out var state))
        {
            // Reordering at every call would touch four cold objects: to the minute is fine enough for what it decides.
            // An actor without a session has rested: it must get before the place up to which all have.
            if (ticks - state.LastTicks >= Minute || state.Session is null)
            {
                Unlink(state);
                Append(state);
            }

            return state;
        }

        if (_actors.Count >= mostActors)
            forgotten = Forget();
        state = new ActorState(actor) { LastTicks = ticks };
        _actors.Add(actor, state);
        Append(state);
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

    /// <summary>Next actor that has been quiet since before <paramref name="ticks"/> and was not handed out yet; null when there is none.</summary>
    public ActorState? NextToRest(long ticks)
    {
        var next = _rested is null ? _quietest : _rested.Busier;
        if (next is null || next.LastTicks >= ticks)
            return null;
        _rested = next;
        return next;
    }

    private ActorState Forget()
    {
        var state = _quietest!;
        Unlink(state);
        _actors.Remove(state.Actor);
        return state;
    }

    private void Append(ActorState state)
    {
        state.Quieter = _busiest;
        state.Busier = null;
        if (_busiest is null)
            _quietest = state;
        else
            _busiest.Busier = state;
        _busiest = state;
    }

    private void Unlink(ActorState state)
    {
        if (ReferenceEquals(_rested, state))
            _rested = state.Quieter;
        if (state.Quieter is null)
            _quietest = state.Busier;
        else
            state.Quieter.Busier = state.Busier;
        if (state.Busier is null)
            _busiest = state.Quieter;
        else
            state.Busier.Quieter = state.Quieter;
        state.Quieter = state.Busier = null;
    }
}
