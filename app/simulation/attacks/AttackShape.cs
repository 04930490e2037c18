using Engine.App.Simulation.Shop;

namespace Engine.App.Simulation.Attacks;

/// <summary>One way to attack, and how often it happens in a simulation.</summary>
/// <param name="Name">As in the label file and on the command line.</param>
/// <param name="Summary">One line.</param>
/// <param name="Categories">OWASP API Security Top 10 2023, the main one first; a verdict that names any of them is right.</param>
/// <param name="Instances">Number of attackers.</param>
/// <param name="Make">Makes one attacker.</param>
internal sealed record AttackShape(
    string Name, string Summary, IReadOnlyList<string> Categories, int Instances, Func<AttackShape, ShopWorld, Accomplices, int, Attack> Make);
