using System.ComponentModel.DataAnnotations;

namespace Engine.Sinks.Enforcement;

/// <summary>When an address stands for a crowd and is therefore never blocked.</summary>
public sealed record SharedAddressOptions
{
    /// <summary>Other verified actors without a verdict, seen behind the address within <see cref="Window"/>. Default 3; 0 switches the rail off.</summary>
    [Range(0, 64)]
    public int VerifiedActors { get; init; } = 3;

    /// <summary>
    /// The same for clients known only by address and fingerprint. Much higher, because one attacker can pose as many clients
    /// by changing its user agent. Default 40; 0 = they never count.
    /// </summary>
    [Range(0, 64)]
    public int UnverifiedClients { get; init; } = 40;

    /// <summary>How long a sighting counts. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan Window { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Addresses remembered; beyond it the oldest are forgotten. Default 100,000.</summary>
    [Range(1_000, 10_000_000)]
    public int MostAddresses { get; init; } = 100_000;
}
