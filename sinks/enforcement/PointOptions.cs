using System.ComponentModel.DataAnnotations;
using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>One entry of <c>enforcement.points</c>.</summary>
public sealed record PointOptions : IValidatableObject
{
    /// <summary>Name in reports, the audit and <c>engine unblock --point</c>.</summary>
    /// <example>edge-haproxy</example>
    [Required, RegularExpression("^[a-z0-9][a-z0-9._-]{0,62}$")]
    public string Name { get; init; } = "";

    /// <summary>What it is: a name that <c>engine points</c> lists. Default haproxy-map.</summary>
    [Required]
    public string Kind { get; init; } = "haproxy-map";

    /// <summary>Mode of this point; null takes <see cref="EnforcementOptions.Mode"/>.</summary>
    public EnforcementMode? Mode { get; init; }

    /// <summary>Where it listens: a unix socket's path, or <c>ipv4@127.0.0.1:9999</c>.</summary>
    /// <example>/run/haproxy/admin.sock</example>
    public string Socket { get; init; } = "";

    /// <summary>File name of the map as the product's configuration writes it, or <c>#id</c>.</summary>
    /// <example>/etc/haproxy/blocked.map</example>
    public string Map { get; init; } = "";

    /// <summary>Verdict actions that become entries here. Default block.</summary>
    [MinLength(1)]
    public IReadOnlyList<VerdictAction> Actions { get; init; } = [VerdictAction.Block];

    /// <summary>Kinds of targets it may act on, out of those it can; empty = all it can. Default empty.</summary>
    public IReadOnlyList<TargetKind> Scope { get; init; } = [];

    /// <summary>How our entries are told from others': two engines at one point need two. Default engine.</summary>
    [RegularExpression("^[a-z][a-z0-9-]{0,31}$")]
    public string Owner { get; init; } = "engine";

    /// <summary>Longest wait for the answer to one command. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>From this many changes at once the whole map is swapped in one step. Default 500.</summary>
    [Range(2, 1_000_000)]
    public int SwapFrom { get; init; } = 500;

    /// <summary>The attributes and the rules that need the catalogue; everything that is wrong, not only the first.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Actions.Contains(VerdictAction.Observe))
            yield return new ValidationResult("observe never leads to an entry; use block, throttle or challenge", [nameof(Actions)]);
        var kind = PointCatalog.All.FirstOrDefault(kind => kind.Info.Kind == Kind);
        if (kind is null)
        {
            yield return new ValidationResult(
                $"'{Kind}' is no kind of enforcement point; known are {string.Join(", ", PointCatalog.All.Select(known => known.Info.Kind))}", [nameof(Kind)]);
            yield break;
        }

        foreach (var beyond in Scope.Except(kind.Info.Targets))
            yield return new ValidationResult($"{Kind} cannot act on a {Target.NameOf(beyond)}", [nameof(Scope)]);
        foreach (var problem in kind.Check(this))
            yield return new ValidationResult(problem.Text, [problem.Property]);
    }
}
