namespace Engine.Integration.Gateways;

/// <summary>What nginx logs of the shop's clients, as a row of the store.</summary>
internal static class NginxLog
{
    public const string Columns = """
        method, path, ifNull(query, '-'), toString(status), if(is_verified, actor, '-'), client_address, user_agent, host, toString(response_bytes),
        ifNull(blocked_by, '-'), ifNull(callee, '-'), protocol, scheme, source_format
        """;

    /// <summary>Lines of blocks.conf.</summary>
    public const string Blocks = "127.0.0.10 engine;";

    /// <summary>Customers; one with a token that nobody knows, and one whose address is blocked.</summary>
    public static IReadOnlyList<GatewayCall> Calls { get; } =
    [
        .. ShopCalls.With(user => $"token-of-{user}"),
        new("127.0.0.9", "GET", "/v1/orders/1") { Token = "guessed", Status = 401 },
        new("127.0.0.10", "GET", "/v1/orders/2") { Token = "token-of-alice", Status = 403, BlockedBy = "engine" },
    ];

    public static string[] Row(GatewayCall call) =>
    [
        call.Method, .. call.PathAndQuery, $"{call.Status}", call.User ?? "-", call.From, call.Agent, GatewayCall.Host, $"{call.AnswerBytes}",
        call.BlockedBy ?? "-", "shop", "HTTP/1.1", "http", "nginx-json",
    ];
}
