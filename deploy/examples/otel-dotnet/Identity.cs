using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;

namespace Shop;

/// <summary>Names the user on the span of a request, once the service has checked who it is, and where the request came from.</summary>
public static class Identity
{
    /// <summary>To be called behind <c>UseAuthentication</c>: before it nobody has been checked.</summary>
    public static IApplicationBuilder UseEngineIdentity(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var span = http.Features.Get<IHttpActivityFeature>()?.Activity;
        // What authentication has put there, never a header of the client.
        if (http.User.Identity is { IsAuthenticated: true, Name: { } name })
            span?.SetTag("enduser.id", name);
        // The agent does not tell it. Behind a proxy it is the proxy's, unless ForwardedHeaders has replaced it by that of the client.
        span?.SetTag("network.peer.address", http.Connection.RemoteIpAddress?.ToString());
        await next(http);
    });
}
