using Engine.Ingest.Formats;
using Engine.Ingest.Sources.Receivers.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Engine.Ingest.Sources.Receivers.Http;

/// <summary>What is taken at one HTTP address, by path. Paths are few and fixed, so nothing of a request is matched but by a look-up.</summary>
internal sealed class HttpRoutes
{
    public const string Health = "/health";

    private readonly Dictionary<string, RequestDelegate> _posts = new(StringComparer.Ordinal);

    /// <summary>Path of a source of kind http.</summary>
    public static string LogsOf(string source) => $"/v1/logs/{source}";

    public void Add(Intake intake, FormatCatalog formats, RequestReader reader)
    {
        if (intake.Options.Kind == ReceiverKind.Otlp)
            _posts[OtlpEndpoint.Traces] = _posts[OtlpEndpoint.Logs] = new OtlpEndpoint(intake, reader).ServeAsync;
        else
            _posts[LogsOf(intake.Options.Name)] = new LogsEndpoint(intake, formats[intake.Options.Formats[0]], reader).ServeAsync;
    }

    public void Map(WebApplication web) => web.Run(ServeAsync);

    private async Task ServeAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "";
        if (path == Health)
        {
            await http.Response.WriteAsync("ok\n").ConfigureAwait(false);
            return;
        }

        if (!_posts.TryGetValue(path, out var serve))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsync("nothing is taken at this path; see where `engine run` says it listens\n").ConfigureAwait(false);
            return;
        }

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = HttpMethods.Post;
            return;
        }

        await serve(http).ConfigureAwait(false);
    }
}
