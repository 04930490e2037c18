using System.Globalization;
using System.Text;
using ClickHouse.Driver;
using Engine.Sinks.ClickHouse;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.Integration.ClickHouse;

/// <summary>A real embedded store in a directory of its own, gone with the test.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    private static int number;

    public string DirectoryPath { get; } = Directory.CreateTempSubdirectory("engine-store").FullName;
    public ClickHouseStore Store { get; private set; } = null!;

    public async Task InitializeAsync() => Store = await OpenAsync(DirectoryPath);

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        Directory.Delete(DirectoryPath, recursive: true);
    }

    internal static Task<ClickHouseStore> OpenAsync(string directory, ClickHouseStoreOptions? options = null) =>
        ClickHouseStore.OpenAsync(new StoreLocation.Embedded(directory), options ?? new ClickHouseStoreOptions());

    internal ClickHouseSink Sink(ClickHouseSinkOptions? options = null) => new(Store, options ?? new ClickHouseSinkOptions(), TimeProvider.System);

    /// <summary>A name that no other test of the store has used: tests share the tables.</summary>
    internal static string Fresh() => string.Create(CultureInfo.InvariantCulture, $"fresh-{Interlocked.Increment(ref number)}");

    internal Task<string> TextAsync(string sql, QueryOptions? options = null) => TextAsync(Store.Client, sql, options);

    internal static async Task<string> TextAsync(ClickHouseClient client, string sql, QueryOptions? options = null)
    {
        using var result = await client.ExecuteRawResultAsync(sql, options ?? new QueryOptions { CustomSettings = new Dictionary<string, object> { ["default_format"] = "TSV" } });
        return Encoding.UTF8.GetString(await result.ReadAsByteArrayAsync()).TrimEnd('\n');
    }
}
