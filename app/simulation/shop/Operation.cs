using System.Text;

namespace Engine.App.Simulation.Shop;

/// <summary>One thing the shop's API can be asked to do, and what its answer usually looks like.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Service">The service behind the gateway that answers.</param>
/// <param name="Smallest">Bytes of the smallest good answer.</param>
/// <param name="Largest">Bytes of the largest good answer.</param>
/// <param name="Milliseconds">Typical time to answer.</param>
internal sealed record Operation(string Method, string Service, int Smallest, int Largest, int Milliseconds)
{
    /// <summary>Status of a good answer.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Bytes of the request body.</summary>
    public int Upload { get; init; }

    /// <summary>True: answers strangers too. False: 401 without a valid sign-in.</summary>
    public bool ForAnyone { get; init; }

    public byte[] ServiceText { get; } = Encoding.ASCII.GetBytes(Service);

    public byte[] MethodText { get; } = Encoding.ASCII.GetBytes(Method);
}
