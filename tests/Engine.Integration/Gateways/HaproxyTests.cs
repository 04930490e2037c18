using Engine.Integration.EndToEnd;
using Engine.Integration.HAProxy;
using Engine.Sinks.Enforcement;

namespace Engine.Integration.Gateways;

/// <summary>Clients ask a real HAProxy with a service behind it, and HAProxy tells a running engine: both as <c>deploy/examples/haproxy</c> has them.</summary>
public sealed class HaproxyTests : IAsyncLifetime
{
    private const string Blocked = "127.0.0.10", Columns = """
        method, path, ifNull(query, '-'), toString(status), if(is_verified, actor, '-'), client_address, user_agent, host,
        ifNull(substring(blocked_by, 1, 6), '-'), protocol, if(response_bytes > 50, 'answer and headers', 'less'), source_format
        """;

    private ShopService _shop = null!;

    public async Task InitializeAsync() => _shop = await ShopCalls.StartShopAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task A_file_that_the_engine_follows_has_every_call()
    {
        await using var haproxy = await HaproxyServer.StartAsync(_shop.Port);
        await File.WriteAllTextAsync(haproxy.LogFile, "");
        await using var engine = await FedEngine.StartAsync("haproxy", "engine.yaml", $"sources.0.paths={haproxy.LogFile}");
        await engine.HasAsync(await SendAsync(haproxy), Columns, Logged);
    }

    [Fact]
    public async Task Datagrams_of_syslog_have_every_call()
    {
        var port = Receivers.FreePort();
        await using var engine = await FedEngine.StartAsync("haproxy", "engine-syslog.yaml", $"sources.0.listen_udp=127.0.0.1:{port}");
        await using var haproxy = await HaproxyServer.StartAsync(_shop.Port, port);
        await engine.HasAsync(await SendAsync(haproxy), Columns, Logged);
    }

    [Fact]
    public async Task Copies_over_HTTP_are_the_calls_with_their_answers()
    {
        var port = Receivers.FreePort();
        await using var engine = await FedEngine.StartAsync("haproxy", "engine-http.yaml", $"sources.0.listen=127.0.0.1:{port}");
        await using var haproxy = await HaproxyServer.StartOverHttpAsync(_shop.Port, port);
        var calls = await ShopCalls.SendAsync(ShopCalls.With(user => user), haproxy.Port);
        await engine.HasAsync(
            calls,
            "method, path, ifNull(query, '-'), toString(status), if(is_verified, actor, '-'), client_address, user_agent, host, ifNull(toString(response_bytes), '-'), callee, protocol, source_format",
            call => [call.Method, .. call.PathAndQuery, $"{call.Status}", "-", call.From, call.Agent, GatewayCall.Host, call.Status == 204 ? "-" : $"{call.AnswerBytes}", "shop", "HTTP/1.1", "mirror"]);
    }

    /// <summary>Customers; one with a token that another has signed, one with a token whose time is over; and one who is blocked.</summary>
    private static async Task<IReadOnlyList<GatewayCall>> SendAsync(HaproxyServer haproxy)
    {
        using var forger = new TokenSigner();
        var later = DateTimeOffset.UtcNow.AddHours(1);
        IReadOnlyList<GatewayCall> calls =
        [
            .. ShopCalls.With(user => haproxy.Tokens.Sign(user, later)),
            new("127.0.0.9", "GET", "/v1/orders/1") { Token = forger.Sign("alice", later) },
            new("127.0.0.9", "GET", "/v1/orders/2") { Token = haproxy.Tokens.Sign("alice", later.AddHours(-2)) },
            new("127.0.0.9", "GET", "/v1/orders/3"),
            new(Blocked, "GET", "/v1/orders/4") { Status = 403, BlockedBy = "engine" },
        ];
        var block = BlockMark.For("engine", new Schemas.EventId(new Guid(1, 2, 3, new byte[8])), later);
        await haproxy.AskAsync($"add map {haproxy.Map} {Blocked} {block}");
        return await ShopCalls.SendAsync(calls, haproxy.Port);
    }

    private static string[] Logged(GatewayCall call) =>
    [
        call.Method, .. call.PathAndQuery, $"{call.Status}", call.User ?? "-", call.From, call.Agent, GatewayCall.Host, call.BlockedBy ?? "-", "HTTP/1.1", "answer and headers", "haproxy-json",
    ];
}
