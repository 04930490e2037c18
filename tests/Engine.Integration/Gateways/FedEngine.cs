using System.Globalization;
using Engine.Integration.EndToEnd;

namespace Engine.Integration.Gateways;

/// <summary>An engine with a configuration of <c>deploy/examples</c>, in a directory of the test's: only paths and ports are set.</summary>
internal sealed class FedEngine : IAsyncDisposable
{
    private readonly string _place = Directory.CreateTempSubdirectory("engine-fed-").FullName;
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private EngineProcess? _engine;

    /// <summary>Starts it, and waits until it reads and listens.</summary>
    /// <param name="product">Folder of the example.</param>
    /// <param name="file">Its configuration.</param>
    /// <param name="settings">Paths and ports.</param>
    public static async Task<FedEngine> StartAsync(string product, string file, params IReadOnlyList<string> settings)
    {
        var fed = new FedEngine();
        fed._engine = EngineProcess.Start(
            fed._place, ["run", "-c", Example.PathOf(product, file), "--store", "store", .. settings.SelectMany(setting => new[] { "--set", setting })]);
        await fed._engine.UntilSaidAsync(settings.Any(setting => setting.Contains(".listen", StringComparison.Ordinal)) ? " listens on " : "Ctrl+C");
        return fed;
    }

    /// <summary>Waits until it has stored these calls, and stops it: each is there as it was, and nothing else is.</summary>
    /// <param name="calls">What clients sent.</param>
    /// <param name="columns">What of a call is compared, as SQL that gives texts.</param>
    /// <param name="expected">The same of a call that was sent.</param>
    public async Task HasAsync(IReadOnlyList<GatewayCall> calls, string columns, Func<GatewayCall, string[]> expected)
    {
        await _engine!.UntilAsync(async () => (await RunAsync("SELECT count() FROM events")).Output.Trim() == calls.Count.ToString(CultureInfo.InvariantCulture), $"{calls.Count} calls");
        (await _engine.StopAsync()).HasCode(0);
        Assert.Equal(
            calls.Select(call => string.Join(" | ", expected(call))).Order(StringComparer.Ordinal),
            (await AskAsync($"SELECT arrayStringConcat([{columns}], ' | ') FROM events")).Split('\n').Order(StringComparer.Ordinal));
        Assert.Equal("0 0", await AskAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT concat((SELECT count() FROM dead_letters), ' ', countIf(time < fromUnixTimestamp64Milli({_started.ToUnixTimeMilliseconds()}) OR time > now64(3))) FROM events")));
    }

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
        Directory.Delete(_place, recursive: true);
    }

    private async Task<string> AskAsync(string statement)
    {
        var answer = await RunAsync(statement);
        answer.HasCode(0);
        return answer.Output.TrimEnd('\n');
    }

    private Task<EngineProcess.Ended> RunAsync(string statement) => EngineProcess.RunAsync(_place, "sql", $"{statement} FORMAT TSVRaw", "--store", "store");
}
