using System.Text;
using Engine.Ingest.Envelopes;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources.Journal;
using Engine.Schemas;
using Microsoft.AspNetCore.Http;

namespace Engine.Ingest.Sources.Receivers.Http;

/// <summary>
/// <c>POST /v1/logs/SOURCE</c>: lines, or JSON values in an array or behind each other. 204 once all of it survives the machine; anything
/// else, and nothing of it is taken.
/// </summary>
internal sealed class LogsEndpoint(Intake intake, IRecordFormat format, RequestReader reader)
{
    private const int MostKey = 256;

    /// <summary>Names a request, so that sending it again changes nothing.</summary>
    public const string KeyHeader = "Idempotency-Key";

    public async Task ServeAsync(HttpContext http)
    {
        if (await reader.ReadAsync(http, intake).ConfigureAwait(false) is not { } request)
            return;
        var refusal = request.Refusal;
        if (request.Body is { } body)
        {
            using (body)
                refusal = await KeepAsync(body, http.Request.Headers[KeyHeader].ToString()).ConfigureAwait(false);
        }

        await AnswerAsync(http.Response, refusal).ConfigureAwait(false);
    }

    private async Task<Refusal?> KeepAsync(PooledBody body, string key)
    {
        if (body.Length == 0)
            return new Refusal(StatusCodes.Status400BadRequest, "the body is empty");
        if (key.Length > MostKey)
            return new Refusal(StatusCodes.Status400BadRequest, $"{KeyHeader} has more than {MostKey} characters");
        var pieces = body.Pieces;
        var cut = CutOf(pieces[0].Span);
        if (cut == RecordCut.JsonValues && !JsonValues.AreWhole(pieces))
            return new Refusal(StatusCodes.Status400BadRequest, "the JSON ends in the middle: it is torn; nothing of it was taken");
        return Refusal.Of(await intake.KeepAsync(pieces, cut, key: key.Length == 0 ? 0 : StableHash.Of128(key)).ConfigureAwait(false));
    }

    private RecordCut CutOf(ReadOnlySpan<byte> head) => format.Info switch
    {
        { IsBinary: true } => RecordCut.Whole,
        { Parts: LineParts.Cri } => RecordCut.CriLines,
        { Parts: LineParts.Docker } => RecordCut.DockerLines,
        { IsJson: true } when JsonBoundary.IsOf(head) => RecordCut.JsonValues,
        _ => RecordCut.Lines,
    };

    private async Task AnswerAsync(HttpResponse response, Refusal? refusal)
    {
        if (refusal is null)
        {
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        refusal.Begin(response, intake.Counters);
        response.ContentType = "text/plain; charset=utf-8";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(refusal.Reason + "\n")).ConfigureAwait(false);
    }
}
