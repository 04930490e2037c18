using System.Diagnostics;
using Engine.Integration.Gateways;
using Engine.Integration.HAProxy;
using Microsoft.AspNetCore.Http;

namespace Engine.Integration.EndToEnd;

/// <summary>
/// The whole way: a client asks HAProxy, HAProxy logs, the engine follows that log, decides, and HAProxy answers 403. With the configurations
/// of <c>deploy/examples/haproxy</c>; only paths, ports and the mode are set.
/// </summary>
public sealed class BlockingTests : IAsyncLifetime
{
    private const string Attacker = "127.0.0.7";
    private const string Customer = "127.0.0.8";

    private readonly string _place = Directory.CreateTempSubdirectory("engine-e2e-").FullName;
    private ShopService _service = null!;
    private HaproxyServer _haproxy = null!;

    public async Task InitializeAsync()
    {
        // Every tenth order is the asker's own; a service that checks ownership says 404 to the rest.
        _service = await ShopService.StartAsync("/v1/orders/{id:int}", (int id) => id % 10 == 0 ? Results.Text("an order") : Results.NotFound());
        _haproxy = await HaproxyServer.StartAsync(_service.Port);
    }

    public async Task DisposeAsync()
    {
        await _haproxy.DisposeAsync();
        await _service.DisposeAsync();
        Directory.Delete(_place, recursive: true);
    }

    [Fact]
    public async Task Who_walks_ids_is_blocked_within_seconds_and_served_again_after_unblock()
    {
        await using var engine = await StartAsync("enforce");
        await WalkAsync();
        var since = Stopwatch.GetTimestamp();
        await engine.UntilAsync(async () => await GetAsync(Attacker) == 403, "the block");
        Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(200, await GetAsync(Customer));

        var unblock = await EngineProcess.RunAsync(_place, ["unblock", Attacker, "--store", "store", .. Configuration("enforce")]);
        unblock.HasCode(0);
        Assert.Contains($"edge: removed address {Attacker}", unblock.Output, StringComparison.Ordinal);
        Assert.Equal(200, await GetAsync(Attacker));

        (await engine.StopAsync()).HasCode(0);
        Assert.Equal(200, await GetAsync(Attacker));
        var audit = await EngineProcess.RunAsync(_place, "sql", "SELECT count() FROM attack_timeline WHERE kind = 'enforcement' FORMAT TSV", "--store", "store");
        audit.HasCode(0);
        Assert.NotEqual("0", audit.Output.Trim());
    }

    [Fact]
    public async Task A_dry_run_says_what_it_would_block_and_blocks_nobody()
    {
        await using var engine = await StartAsync("dry-run");
        await WalkAsync();
        await engine.UntilAsync(() => Task.FromResult(Audit().Contains("dry-run", StringComparison.Ordinal)), "the dry run in the audit");
        Assert.Equal(200, await GetAsync(Attacker));
        Assert.Contains("edge (haproxy-map), dry-run", engine.Error, StringComparison.Ordinal);
        Assert.Contains(Attacker, engine.Error, StringComparison.Ordinal);
    }

    private async Task<EngineProcess> StartAsync(string mode)
    {
        // One call before, so that there is a file to follow.
        Assert.Equal(200, await GetAsync(Customer));
        var engine = EngineProcess.Start(_place, ["run", "--store", "store", .. Configuration(mode)]);
        await engine.UntilAsync(() => Task.FromResult(engine.Error.Contains("Ctrl+C", StringComparison.Ordinal)), "the announcement");
        return engine;
    }

    private string[] Configuration(string mode) =>
    [
        "-c", Example.PathOf("haproxy", "engine.yaml"), "--set", $"sources.0.paths={_haproxy.LogFile}", "--set", $"enforcement.points.0.socket={_haproxy.Socket}",
        "--set", $"enforcement.points.0.map={_haproxy.Map}", "--set", $"enforcement.mode={mode}", "--set", "enforcement.allow_private=true",
    ];

    private async Task WalkAsync()
    {
        for (var id = 1001; id < 1080; id++)
            await _haproxy.GetAsync(Attacker, $"/v1/orders/{id}");
    }

    private Task<int> GetAsync(string address) => _haproxy.GetAsync(address, "/v1/orders/1000");

    private string Audit() => EngineProcess.ReadWhileWritten(Path.Combine(_place, "store", "enforcement", "audit.jsonl"));
}
