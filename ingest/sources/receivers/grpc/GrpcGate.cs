using System.Globalization;
using Engine.Ingest.Sources.Receivers.Otlp;
using Microsoft.AspNetCore.Http;

namespace Engine.Ingest.Sources.Receivers.Grpc;

/// <summary>
/// Stands before every gRPC request, since a message is read whole before its method is called: who shows no token is not read at all, few
/// are read at once, and none for longer than it may take.
/// </summary>
internal sealed class GrpcGate(GrpcIntakes intakes)
{
    /// <summary>Requests that are read at once, and streams that are open at once: one for each worker of each Envoy.</summary>
    private const int MostRequests = 32, MostStreams = 256;

    private int _requests, _streams;

    public async Task ServeAsync(HttpContext http, RequestDelegate next)
    {
        if (intakes.Of(http.Request.Path.Value ?? "") is not { } intake)
        {
            await next(http).ConfigureAwait(false);
            return;
        }

        if (!intake.Token.Allows(http.Request.Headers.Authorization, http.Request.Headers[AccessToken.Header]))
        {
            intake.Counters.CountRefused();
            Answer(http.Response, OtlpStatus.Unauthenticated, "the token is missing or wrong; send it as metadata 'authorization: Bearer TOKEN'");
        }
        else if (!(intake.Options.Kind == ReceiverKind.Envoy
            ? await TryStreamAsync(http, next).ConfigureAwait(false)
            : await TryRequestAsync(http, next, intake.Options.Limits.Time).ConfigureAwait(false)))
        {
            intake.Counters.CountDeferred();
            Answer(http.Response, OtlpStatus.Unavailable, "too much is being sent at once; send it again later");
        }
    }

    private async Task<bool> TryStreamAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _streams) > MostStreams)
                return false;
            await next(http).ConfigureAwait(false);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task<bool> TryRequestAsync(HttpContext http, RequestDelegate next, TimeSpan most)
    {
        try
        {
            if (Interlocked.Increment(ref _requests) > MostRequests)
                return false;
            using var late = new CancellationTokenSource(most);
            await using var ending = late.Token.Register(http.Abort);
            await next(http).ConfigureAwait(false);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref _requests);
        }
    }

    /// <summary>An answer of headers only, as gRPC has it for what is not even begun.</summary>
    private static void Answer(HttpResponse response, int code, string reason)
    {
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = code.ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = reason;
    }
}
