using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Engine.Sinks.ClickHouse.Http;

/// <summary>Port and limits of the embedded ClickHouse.</summary>
public sealed record EmbeddedServerOptions
{
    /// <summary>Port on loopback; 0 takes a free one. Default 0.</summary>
    [Range(0, 65_535)]
    public int Port { get; init; }

    /// <summary>Queries that run at the same time; others wait. Default 4.</summary>
    [Range(1, 64)]
    public int QuerySessions { get; init; } = 4;

    /// <summary>Longest time of a query unless it asks for more itself. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "24:00:00")]
    public TimeSpan QueryTime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most memory of a query in bytes, unless it asks for more itself. Default 2 GiB.</summary>
    [Range(64L << 20, 1L << 40)]
    public long QueryMemoryBytes { get; init; } = 2L << 30;

    internal IReadOnlyDictionary<string, string> QuerySettings() => new Dictionary<string, string>
    {
        ["max_execution_time"] = QueryTime.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        ["max_memory_usage"] = QueryMemoryBytes.ToString(CultureInfo.InvariantCulture),
    };

    internal static IReadOnlyDictionary<string, string> InsertSettings() => new Dictionary<string, string> { ["async_insert"] = "0" };
}
