using Engine.Enrichment.Documents;
using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>What the operator says that endpoints are for.</summary>
internal sealed class RoleRules
{
    private readonly (RoleOptions Options, PathPattern Path)[] _rules;

    /// <exception cref="UserError">A path is none.</exception>
    public RoleRules(IReadOnlyList<RoleOptions> options) => _rules =
    [
        .. options.Select(rule => (rule, PathPattern.TryParse(rule.Path)
            ?? throw new UserError($"enrichment.roles: '{rule.Path}' is no path with parameters in braces; write /v1/teams/{{team}}/enter"))),
    ];

    /// <summary>The first that speaks of it; null where none does.</summary>
    public RoleOptions? Find(Endpoint endpoint)
    {
        if (_rules.Length == 0 || !PathSegments.TrySplit(endpoint.Template, out var segments))
            return null;
        Span<char> scratch = stackalloc char[PathText.LongestDecoded];
        foreach (var (rule, path) in _rules)
        {
            if ((rule.Method is null || rule.Method.Equals(endpoint.Method, StringComparison.OrdinalIgnoreCase))
                && (rule.Host is null || new HostPattern(rule.Host).Includes(endpoint.Service)) && path.Fits(segments, scratch))
                return rule;
        }

        return null;
    }
}
