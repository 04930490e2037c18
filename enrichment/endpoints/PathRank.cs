namespace Engine.Enrichment.Endpoints;

/// <summary>What a position is below its parent.</summary>
internal enum PathRank
{
    /// <summary>A word of the template, or the root.</summary>
    Word,

    /// <summary>Stands for all values of its place.</summary>
    Parameter,

    /// <summary>Of paths that the server has not confirmed.</summary>
    Shape,
}
