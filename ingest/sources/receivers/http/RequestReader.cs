using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Engine.Ingest.Sources.Receivers.Http;

/// <summary>Reads a request whole, within its limits of bytes and time, after it has shown its token.</summary>
internal sealed class RequestReader(ByteBudget budget)
{
    private static readonly HashSet<string> s_encodings = new(["", "identity", "gzip", "x-gzip", "zstd"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Null: the sender has gone, and nobody waits for an answer.</summary>
    public async Task<RequestBody?> ReadAsync(HttpContext http, Intake intake)
    {
        var request = http.Request;
        var most = intake.Options.Limits.Body;
        if (!intake.Token.Allows(request.Headers.Authorization, request.Headers[AccessToken.Header]))
            return Refused(StatusCodes.Status401Unauthorized, "the token is missing or wrong; send it as 'Authorization: Bearer TOKEN'");
        // A page of a stranger can make the browser of somebody here send, but not with a token.
        if (intake.Token.IsNone && request.Headers.Origin.Count > 0)
            return Refused(StatusCodes.Status403Forbidden, "browsers may not send without a token; set one for this source");
        var encoding = request.Headers.ContentEncoding.ToString();
        if (!s_encodings.Contains(encoding))
            return Refused(StatusCodes.Status415UnsupportedMediaType, "the content encoding is not known; send gzip, zstd or none");
        if (request.ContentLength > most)
            return TooLong(most);
        using var inTime = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        inTime.CancelAfter(intake.Options.Limits.Time);
        var body = new PooledBody(budget);
        try
        {
            var refusal = await FillAsync(body, request.Body, most, inTime.Token).ConfigureAwait(false);
            if (refusal is null)
                return Unpacking.Unpack(body, encoding, most, budget);
            body.Dispose();
            return new RequestBody(null, refusal);
        }
        catch (BadHttpRequestException bad)
        {
            body.Dispose();
            return Refused(bad.StatusCode, "the request does not arrive whole");
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            body.Dispose();
            return Refused(StatusCodes.Status408RequestTimeout, "the request takes too long to arrive");
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            body.Dispose();
            return null;
        }
    }

    public static RequestBody TooLong(long most) => Refused(
        StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"the body has more than {most} bytes, packed or unpacked; send less at once"));

    public static RequestBody Refused(int status, string reason) => new(null, new Refusal(status, reason));

    private static async Task<Refusal?> FillAsync(PooledBody body, Stream from, long most, CancellationToken cancel)
    {
        while (true)
        {
            var room = body.Room();
            if (room.IsEmpty)
                return Refusal.TooMuchAtOnce;
            var read = await from.ReadAsync(room, cancel).ConfigureAwait(false);
            if (read == 0)
                return null;
            body.Advance(read);
            if (body.Length > most)
                return TooLong(most).Refusal;
        }
    }
}
