using Engine.Ingest.Sources.Journal;
using Microsoft.AspNetCore.Http;

namespace Engine.Ingest.Sources.Receivers.Mirror;

/// <summary>
/// Copies of requests, of any method and path, as nginx' <c>mirror</c> or Envoy's request mirroring send them. The proxy looks at no answer,
/// so that 204 comes at once and promises nothing: what the journal does not take is lost, and counted.
/// </summary>
internal sealed class MirrorEndpoint(Intake intake, ByteBudget budget, TimeProvider time)
{
    private const int DiscardBytes = 16 * 1024;

    public async Task ServeAsync(HttpContext http)
    {
        if (!intake.Token.Allows(authorization: null, http.Request.Headers[AccessToken.Header]))
        {
            intake.Counters.CountRefused();
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        var arrivedAt = time.GetUtcNow();
        using var body = new PooledBody(budget);
        var length = await ReadAsync(http, body).ConfigureAwait(false);
        _ = KeepAsync(MirroredRequest.Write(http, intake.Options, arrivedAt, body, length));
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Takes the beginning of the body and passes over the rest.</summary>
    /// <returns>Bytes of the body; null: it did not come whole.</returns>
    private async Task<long?> ReadAsync(HttpContext http, PooledBody body)
    {
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        inTime.CancelAfter(intake.Options.Limits.Time);
        try
        {
            while (body.Length < intake.Options.Limits.Capture && body.Room() is { IsEmpty: false } room)
            {
                var most = (int)Math.Min(room.Length, intake.Options.Limits.Capture - body.Length);
                var read = await http.Request.Body.ReadAsync(room[..most], inTime.Token).ConfigureAwait(false);
                if (read == 0)
                    return body.Length;
                body.Advance(read);
            }

            return body.Length + await DiscardAsync(http.Request.Body, inTime.Token).ConfigureAwait(false);
        }
        catch (Exception torn) when (torn is OperationCanceledException or IOException or BadHttpRequestException)
        {
            // The call happened all the same.
            return null;
        }
    }

    private static async Task<long> DiscardAsync(Stream rest, CancellationToken cancel)
    {
        var buffer = new byte[DiscardBytes];
        long length = 0;
        while (await rest.ReadAsync(buffer, cancel).ConfigureAwait(false) is > 0 and var read)
            length += read;
        return length;
    }

    private async Task KeepAsync(byte[] record)
    {
        if (await intake.KeepAsync([record], RecordCut.Whole).ConfigureAwait(false) != AppendOutcome.Kept)
            intake.Counters.CountDropped();
    }
}
