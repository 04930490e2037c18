using System.Diagnostics;

/// <summary>Names the user on the span of a request, once the service has checked who it is.</summary>
public static class Identity
{
    /// <summary>To be called behind <c>UseAuthentication</c>: before it nobody has been checked.</summary>
    public static IApplicationBuilder UseEngineIdentity(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        // What authentication has put there, never a header of the client.
        if (http.User.Identity is { IsAuthenticated: true, Name: { } name })
            http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpActivityFeature>()?.Activity.SetTag("enduser.id", name);
        await next(http);
    });
}
