using System.Text;

namespace Engine.App.Simulation.Shop;

/// <summary>A program on a device somewhere: where it calls from and what it says it is.</summary>
internal sealed class Client(string address, UserAgent userAgent, ClientKind kind, ulong visitor)
{
    public string Address { get; } = address;
    public byte[] AddressText { get; } = Encoding.ASCII.GetBytes(address);
    public ClientKind Kind { get; } = kind;

    /// <summary>Visitor cookie of a browser.</summary>
    public ulong Visitor { get; } = visitor;

    public UserAgent UserAgent { get; private set; } = userAgent;

    /// <summary>What it called itself before it was updated; null: never updated.</summary>
    public UserAgent? Before { get; private set; }

    public void Update(UserAgent next) => (Before, UserAgent) = (UserAgent, next);

    /// <summary>Another program at the same address.</summary>
    public Client With(UserAgent program) => new(Address, program, ClientKind.Program, 0);
}
