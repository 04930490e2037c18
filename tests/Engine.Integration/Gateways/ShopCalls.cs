using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Engine.Integration.Gateways;

/// <summary>What clients ask a shop behind a gateway, and what it answers.</summary>
internal static class ShopCalls
{
    private const string Order = "an order";

    /// <summary>The shop.</summary>
    /// <param name="before">What stands before it in the same service.</param>
    public static Task<ShopService> StartShopAsync(Action<IApplicationBuilder>? before = null) => ShopService.StartAsync(
        "/{**path}",
        (HttpRequest request) => (request.Method, request.Path.Value) switch
        {
            ("GET", "/v1/orders/99") => Results.NotFound(),
            ("POST", _) => Results.Text(Order, statusCode: StatusCodes.Status201Created),
            ("DELETE", _) => Results.NoContent(),
            _ => Results.Text(Order),
        },
        before);

    /// <summary>Calls of everyday and less so, with the token of each user.</summary>
    public static IReadOnlyList<GatewayCall> With(Func<string, string> token) =>
    [
        new("127.0.0.7", "GET", "/v1/orders/17?expand=lines") { Token = token("alice"), User = "alice" },
        new("127.0.0.7", "POST", "/v1/orders") { Token = token("alice"), User = "alice", Body = """{"item":5}""", Status = 201 },
        new("127.0.0.7", "DELETE", "/v1/orders/17") { Token = token("alice"), User = "alice", Status = 204 },
        new("127.0.0.8", "GET", "/v1/orders/99") { Token = token("bob"), User = "bob", Status = 404 },
        new("127.0.0.8", "PATCH", "/v1/orders/18?note=%22x%22%5C%0A,%7B") { Token = token("bob"), User = "bob", Agent = """say "hi" \o/ {}""" },
    ];

    /// <summary>Sends them one after the other; each must get its status.</summary>
    /// <returns>They, with what they got.</returns>
    public static async Task<IReadOnlyList<GatewayCall>> SendAsync(IReadOnlyList<GatewayCall> calls, int port)
    {
        var sent = new List<GatewayCall>();
        foreach (var call in calls)
            sent.Add(await call.SendAsync(port));
        Assert.Equal(calls.Select(call => (call.Target, call.Status)), sent.Select(call => (call.Target, call.Status)));
        return sent;
    }
}
