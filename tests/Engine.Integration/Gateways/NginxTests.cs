using Engine.Integration.EndToEnd;

namespace Engine.Integration.Gateways;

/// <summary>Clients ask a real nginx with a service behind it, and nginx tells a running engine: both as <c>deploy/examples/nginx</c> has them.</summary>
public sealed class NginxTests : IAsyncLifetime
{
    private ShopService _shop = null!;
    private ShopService _identity = null!;

    public async Task InitializeAsync()
    {
        _shop = await ShopCalls.StartShopAsync();
        _identity = await NginxIdentity.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _identity.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_the_engine_follows_has_every_call()
    {
        await using var nginx = await StartAsync("to-file.conf");
        await using var engine = await FedEngine.StartAsync("nginx", "engine.yaml", $"sources.0.paths={nginx.LogFile}");
        var calls = await ShopCalls.SendAsync(NginxLog.Calls, nginx.Port);
        await engine.HasAsync(calls, NginxLog.Columns, NginxLog.Row);
    }

    [Fact]
    public async Task Datagrams_of_syslog_have_every_call()
    {
        var port = Receivers.FreePort();
        await using var engine = await FedEngine.StartAsync("nginx", "engine-syslog.yaml", $"sources.0.listen_udp=127.0.0.1:{port}");
        await using var nginx = await StartAsync("to-syslog.conf", port);
        var calls = await ShopCalls.SendAsync(NginxLog.Calls, nginx.Port);
        await engine.HasAsync(calls, NginxLog.Columns, NginxLog.Row);
    }

    [Fact]
    public async Task Mirrored_requests_are_the_calls_that_nginx_lets_pass_without_their_answers()
    {
        var port = Receivers.FreePort();
        await using var engine = await FedEngine.StartAsync("nginx", "engine-mirror.yaml", $"sources.0.listen=127.0.0.1:{port}");
        await using var nginx = await StartAsync("to-mirror.conf", port);
        var calls = await ShopCalls.SendAsync(NginxLog.Calls, nginx.Port);
        await engine.HasAsync(
            [.. calls.Where(call => call.User is not null)],
            "method, path, ifNull(query, '-'), ifNull(toString(status), '-'), if(is_verified, actor, '-'), client_address, user_agent, host, toString(request_bytes), scheme, source_format",
            call => [call.Method, .. call.PathAndQuery, "-", "-", call.From, call.Agent, GatewayCall.Host, $"{call.Body?.Length ?? 0}", "http", "mirror"]);
    }

    private Task<NginxServer> StartAsync(string feed, int enginePort = 0) => NginxServer.StartAsync(_shop.Port, _identity.Port, feed, enginePort, NginxLog.Blocks);
}
