using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Attacks;

/// <summary>Chooses whose account an attack abuses and where it hides; no account is used by two attacks.</summary>
internal sealed class Accomplices(ShopWorld world, Cast cast)
{
    private readonly HashSet<SimulatedActor> _taken = [];
    private int _machines;

    public Shopper Customer(Chance chance, Func<Shopper, bool> isWanted) => Take(cast.Shoppers, chance, isWanted);

    /// <summary>Somebody behind an office's address.</summary>
    public Shopper OfficeWorker(Chance chance) => Customer(chance, shopper => shopper.Population == PopulationNames.Office);

    /// <summary>Somebody whose phone shares its address with hundreds of others.</summary>
    public Shopper PhoneUser(Chance chance) => Customer(chance, shopper => shopper.Population == PopulationNames.App);

    public SupportAgent Agent(Chance chance) => Take(cast.Support, chance, _ => true);

    public Integration Partner(Chance chance) => Take(cast.Integrations, chance, partner => partner.Population == PopulationNames.Sync);

    /// <summary>A rented machine that nobody else uses.</summary>
    public Client Machine(UserAgent program) => new(AddressPlan.Attacker(_machines++), program, ClientKind.Program, 0);

    /// <summary>
    /// A moment that leaves the attack its time before the end. Nothing happens in the first two fifths, so that there is something
    /// to learn from.
    /// </summary>
    /// <param name="duration">Milliseconds the attack may take.</param>
    /// <param name="chance">The attacker's.</param>
    public long Begin(long duration, Chance chance)
    {
        var earliest = world.Length * 42 / 100;
        var latest = Math.Max(earliest, (world.Length * 96 / 100) - duration);
        return earliest + ((latest - earliest) * chance.Below(1_000) / 1_000);
    }

    private T Take<T>(IReadOnlyList<T> from, Chance chance, Func<T, bool> isWanted)
        where T : SimulatedActor
    {
        // A tiny shop may lack the wanted kind: then anyone will do, at last somebody who is used already.
        var free = from.Where(actor => !_taken.Contains(actor)).ToList();
        var wanted = free.FindAll(actor => isWanted(actor));
        var chosen = chance.Of(wanted.Count > 0 ? wanted : free.Count > 0 ? free : from);
        _taken.Add(chosen);
        return chosen;
    }
}
