using System.Net;

namespace Engine.Sinks.Enforcement;

/// <summary>The rails that look at one target: who must never be blocked, however sure a verdict is.</summary>
internal sealed class GuardRails(EnforcementOptions options, Sightings sightings)
{
    /// <summary>A verdict names addresses; a network wider than this is a mistake of somebody's.</summary>
    private const int WidestV4 = 24;
    private const int WidestV6 = 48;

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("224.0.0.0/3"), IPNetwork.Parse("::/127"), IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"),
    ];

    private readonly IReadOnlyList<IPNetwork> _allowed = options.AllowedNetworks();

    /// <summary>Null: may be blocked.</summary>
    public Refusal? Check(Target target, Claim claim)
    {
        foreach (var actor in options.AllowActors)
        {
            if (actor == claim.Actor || (target.Kind == TargetKind.User && actor == $"user:{target.Value}"))
                return new Refusal("allow-list", $"{actor} is on allow_actors");
        }

        return target.Kind == TargetKind.Address ? CheckAddress(Target.Network(target.Value), claim) : null;
    }

    private Refusal? CheckAddress(IPNetwork network, Claim claim)
    {
        foreach (var allowed in _allowed)
        {
            if (Overlap(allowed, network))
                return new Refusal("allow-list", $"it lies in {allowed}");
        }

        if (!options.AllowPrivate)
        {
            foreach (var range in Private)
            {
                if (Overlap(range, network))
                    return new Refusal("private-address", $"it lies in {range}; allow_private permits it");
            }
        }

        var isV4 = network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        if (network.PrefixLength < (isV4 ? WidestV4 : WidestV6))
            return new Refusal("too-wide", $"a network wider than /{(isV4 ? WidestV4 : WidestV6)} is not one attacker");
        return sightings.CrowdBehind(network, claim.ActorHash) is { } crowd ? new Refusal("shared-address", crowd) : null;
    }

    private static bool Overlap(IPNetwork one, IPNetwork other) =>
        one.BaseAddress.AddressFamily == other.BaseAddress.AddressFamily && (one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress));
}
