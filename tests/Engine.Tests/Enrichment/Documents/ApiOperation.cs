namespace Engine.Tests.Enrichment.Documents;

/// <summary>An operation of an API as its document states it: what templates and roles that are learned from its traffic are measured against.</summary>
internal sealed record ApiOperation(string Method, string Template)
{
    /// <summary>Of the path; a parameter begins with a brace.</summary>
    public string[] Segments { get; } = Template.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Names of top-level properties of its request body.</summary>
    public IReadOnlyList<string> BodyProperties { get; init; } = [];

    /// <summary>
    /// Another operation has a word where this one has a parameter, or the other way round: no traffic tells for certain what such a
    /// word is.
    /// </summary>
    public bool MixesWith(ApiOperation other)
    {
        for (var i = 0; i < Math.Min(Segments.Length, other.Segments.Length); i++)
        {
            var (mine, its) = (IsParameter(Segments[i]), IsParameter(other.Segments[i]));
            if (mine != its)
                return true;
            if (!mine && Segments[i] != other.Segments[i])
                return false;
        }

        return false;
    }

    public static bool IsParameter(string segment) => segment.Contains('{', StringComparison.Ordinal);

    public override string ToString() => $"{Method} {Template}";
}
