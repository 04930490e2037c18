using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Engine.Sinks.Enforcement;

/// <summary>Section <c>enforcement</c>: which points act on verdicts, and the rails that keep them from hitting the innocent.</summary>
public sealed record EnforcementOptions : IValidatableObject
{
    /// <summary>Mode of every point that does not set its own. Default dry-run: says what it would block, blocks nothing.</summary>
    public EnforcementMode Mode { get; init; } = EnforcementMode.DryRun;

    /// <summary>True: every block of ours is removed and none is set, whatever the verdicts say. Default false.</summary>
    public bool KillSwitch { get; init; }

    /// <summary>The points. Default none.</summary>
    public IReadOnlyList<PointOptions> Points { get; init; } = [];

    /// <summary>Addresses and CIDR networks that are never blocked. Default none.</summary>
    public IReadOnlyList<string> AllowList { get; init; } = [];

    /// <summary>Actors that are never blocked, as <c>kind:id</c> (<c>user:alice</c>, <c>api_key:…</c>). Default none.</summary>
    public IReadOnlyList<string> AllowActors { get; init; } = [];

    /// <summary>True: loopback, private, link-local and multicast addresses may be blocked. Default false.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>Longest life of a block after its verdict was last confirmed, by the wall clock. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "30.00:00:00")]
    public TimeSpan MaximumTimeToLive { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How often every point is compared with the desired state even when nothing changed. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan ReconcileEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long <c>engine unblock --all</c> holds back new blocks unless told otherwise. Default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan HoldAfterUnblockAll { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>When an address counts as shared by a crowd.</summary>
    public SharedAddressOptions SharedAddress { get; init; } = new();

    /// <summary>How much may be blocked at once.</summary>
    public BlastRadiusOptions BlastRadius { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var text in AllowList.Where(text => Target.ParseAddress(text) is null))
            yield return new ValidationResult($"'{text}' is neither an address nor a CIDR network", [nameof(AllowList)]);
        foreach (var text in AllowActors.Where(text => text.IndexOf(':') <= 0))
            yield return new ValidationResult($"'{text}' is not kind:id; write for example user:alice", [nameof(AllowActors)]);
        foreach (var name in Points.GroupBy(point => point.Name).Where(group => group.Count() > 1).Select(group => group.Key))
            yield return new ValidationResult($"two points are named '{name}'; give each its own name", [nameof(Points)]);
    }

    internal IReadOnlyList<IPNetwork> AllowedNetworks() =>
        [.. AllowList.Select(Target.ParseAddress).OfType<Target>().Select(target => Target.Network(target.Value))];
}
