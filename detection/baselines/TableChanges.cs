namespace Engine.Detection.Baselines;

/// <summary>Keys of a table whose contents changed, or are gone.</summary>
internal sealed class TableChanges
{
    public HashSet<BaselineKey> Baselines { get; } = [];
    public HashSet<ulong> MissedPaths { get; } = [];

    public void Add(TableChanges other)
    {
        Baselines.UnionWith(other.Baselines);
        MissedPaths.UnionWith(other.MissedPaths);
    }
}
