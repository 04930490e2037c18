using System.Text;

namespace Engine.App.Simulation.Shop;

/// <summary>A name the shop knows: a customer, an employee or an integration.</summary>
internal sealed class Account(string name, string role)
{
    public const string Integration = "integration";

    public string Name { get; } = name;
    public byte[] NameText { get; } = Encoding.ASCII.GetBytes(name);
    public string Role { get; } = role;
    public bool IsConsumer => Role == Integration;

    /// <summary>Customers are numbered in the order in which they signed up.</summary>
    public static Account Customer(int index) => new($"u-{FirstCustomer + index}", "customer");

    /// <summary>Number of the first customer.</summary>
    public const int FirstCustomer = 10_400;
}
