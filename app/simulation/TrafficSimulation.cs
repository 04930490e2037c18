using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Attacks;
using Engine.App.Simulation.Labels;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation;

/// <summary>
/// Makes the calls of a whole shop one after another, in the order of time. Memory holds the actors and each one's next moment,
/// so a billion calls need no more than a thousand.
/// </summary>
internal sealed class TrafficSimulation
{
    // A moment and the actor's number in one: no two are equal, so the order of simultaneous calls does not depend on the queue.
    private const int ActorBits = 22;

    private readonly ShopWorld _world;
    private readonly SimulatedActor[] _actors;
    private readonly PriorityQueue<int, long> _next = new();

    public TrafficSimulation(SimulationOptions options)
    {
        _world = new ShopWorld(options);
        var cast = new Cast(_world);
        var accomplices = new Accomplices(_world, cast);
        _actors =
        [
            .. cast.All,
            .. from shape in AttackCatalog.All
               where options.Attacks.Contains(shape.Name)
               from number in Enumerable.Range(0, Instances(shape))
               select shape.Make(shape, _world, accomplices, number),
        ];
        for (var number = 0; number < _actors.Length; number++)
            _next.Enqueue(number, number);
    }

    /// <summary>The call made last; filled again by the next <see cref="Next"/>.</summary>
    public Call Call => _world.Call;

    /// <summary>Calls made so far.</summary>
    public long Calls { get; private set; }

    /// <summary>Share of the simulated time that has passed, 0 to 1.</summary>
    public double Progress => (double)_world.Now / _world.Length;

    /// <summary>Makes the next call.</summary>
    /// <returns>False when the simulated time is over.</returns>
    public bool Next()
    {
        while (_next.TryPeek(out var number, out var due))
        {
            var now = due >> ActorBits;
            if (now >= _world.Length)
                break;
            _world.Now = now;
            var pause = _actors[number].Step();
            if (pause == SimulatedActor.Ended)
                _next.Dequeue();
            else
                _next.DequeueEnqueue(number, ((now + pause) << ActorBits) | (long)number);
            if (!_world.Call.IsSent)
                continue;
            Calls++;
            return true;
        }

        _world.Now = _world.Length;
        return false;
    }

    /// <summary>Who was who, once the simulation has run: every actor that made a call, attacks first.</summary>
    public IEnumerable<ActorLabel> Labels() => Labelling.Of(_world, _actors);

    // A city has more thieves than a village.
    private int Instances(AttackShape shape) => shape.Instances * Math.Clamp(_world.Users / 20_000, 1, 6);
}
