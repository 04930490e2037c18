namespace Engine.Sinks.ClickHouse.Store;

/// <summary>Where events and verdicts are kept.</summary>
public abstract record StoreLocation
{
    private StoreLocation()
    {
    }

    /// <summary>Nowhere: nothing is stored.</summary>
    public sealed record None : StoreLocation
    {
        public override string ToString() => "none";
    }

    /// <summary>Embedded ClickHouse in this directory.</summary>
    /// <param name="Path">Full path.</param>
    public sealed record Embedded(string Path) : StoreLocation
    {
        public override string ToString() => Path;
    }

    /// <summary>A ClickHouse server.</summary>
    /// <param name="Connection">Where and as whom.</param>
    public sealed record Server(StoreConnection Connection) : StoreLocation
    {
        public override string ToString() => Connection.ToString();
    }
}
