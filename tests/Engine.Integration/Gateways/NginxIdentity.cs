using Microsoft.AspNetCore.Http;

namespace Engine.Integration.Gateways;

/// <summary>Whom nginx asks who shows a token: 200 with the user's name, or 401.</summary>
internal static class NginxIdentity
{
    private const string Start = "Bearer token-of-";

    public static Task<ShopService> StartAsync() => ShopService.StartAsync("/check", Check);

    private static IResult Check(HttpContext http)
    {
        var shown = http.Request.Headers.Authorization.ToString();
        if (!shown.StartsWith(Start, StringComparison.Ordinal))
            return Results.Unauthorized();
        http.Response.Headers["X-User"] = shown[Start.Length..];
        return Results.Ok();
    }
}
