using System.ComponentModel.DataAnnotations;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>Database and retention of the store.</summary>
public sealed record ClickHouseStoreOptions
{
    /// <summary>Database of an embedded store; a server's is in its URL. Default <c>engine</c>.</summary>
    public string Database { get; init; } = StoreConnection.DefaultDatabase;

    /// <summary>
    /// Days that calls and dead letters stay after they were written (not after they happened: a replay of old traffic stays too);
    /// 0 keeps them for ever, null leaves the store as it is (a new one: 30 days). Default null.
    /// </summary>
    [Range(0, 36_500)]
    public int? EventDays { get; init; }

    /// <summary>The same for sessions, signals, verdicts and enforcements (a new store: 395 days). Default null.</summary>
    [Range(0, 36_500)]
    public int? ConclusionDays { get; init; }

    /// <summary>How an embedded store is started.</summary>
    public EmbeddedStoreOptions Embedded { get; init; } = new();
}
