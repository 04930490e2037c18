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
    /// <summary>Messages that are read at once.</summary>
    private const int MostAtOnce = 32;

    private int _reading;

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
        else if (intake.Options.Kind == ReceiverKind.Envoy)
        {
            await next(http).ConfigureAwait(false);
        }
        else if (Interlocked.Increment(ref _reading) > MostAtOnce)
        {
            Interlocked.Decrement(ref _reading);
            intake.Counters.CountDeferred();
            Answer(http.Response, OtlpStatus.Unavailable, "too much is being sent at once; send it again later");
        }
        else
        {
            await InTimeAsync(http, next, intake.Options.Limits.Time).ConfigureAwait(false);
        }
    }

    private async Task InTimeAsync(HttpContext http, RequestDelegate next, TimeSpan most)
    {
        using var late = new CancellationTokenSource(most);
        await using var ending = late.Token.Register(http.Abort);
        try
        {
            await next(http).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _reading);
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
