using Engine.App.Simulation.Actors;
using Engine.App.Simulation.Labels;
using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Attacks;

/// <summary>Somebody who means harm. Written from the attacker's side only: nothing here knows how attacks are found.</summary>
internal abstract class Attack(AttackShape shape, ShopWorld world, int number) : SimulatedActor(world, shape.Name, number)
{
    public AttackShape Shape { get; } = shape;

    /// <summary>Whose account it is, if it is not the attacker's own.</summary>
    public SimulatedActor? Victim { get; init; }

    /// <summary>When it begins; milliseconds of the simulation.</summary>
    public required long BeginsAt { get; init; }

    /// <summary>What it is after, in words.</summary>
    public required string Aim { get; init; }

    public CallTally Tally { get; } = new();

    protected override void OnSent() => Tally.Add(World.Now);

    /// <summary>Gets in with the abused account, if it is a person's; an integration's key needs no log-in.</summary>
    protected IEnumerable<int> Enter()
    {
        if (Account is null || Account.IsConsumer)
            yield break;
        Credential = null;
        yield return Send(Operations.Login, $"/v1/login", Think(700));
        Credential = Credential.ForPerson(Account, World.NowOnTheClock, 2L * ShopWorld.Hour, Chance.Next());
    }

    /// <summary>Gets in again when the token has run out.</summary>
    protected IEnumerable<int> Reenter() => Account is null || IsSignedIn ? [] : Enter();
}
