using Engine.Ingest.Sources.Journal;
using Engine.Ingest.Sources.Receivers.Http;
using Microsoft.AspNetCore.Http;

namespace Engine.Ingest.Sources.Receivers.Otlp;

/// <summary>
/// OTLP over HTTP (opentelemetry.io, OTLP 1.x): traces and logs, as protobuf or JSON. The bytes are kept as they are and decoded when they
/// are read, so that an answer never speaks of a partial success: what a format refuses later is a dead letter.
/// </summary>
internal sealed class OtlpEndpoint(Intake intake, RequestReader reader)
{
    public const string Traces = "/v1/traces", Logs = "/v1/logs";

    /// <summary>Places in the source's list of formats.</summary>
    public const byte Protobuf = 0, Json = 1;

    public const string NoRequest = "the body is no OTLP request in protobuf, or was torn; nothing of it was taken";

    private const string ProtobufType = "application/x-protobuf", JsonType = "application/json";

    public async Task ServeAsync(HttpContext http)
    {
        var type = (http.Request.ContentType ?? "").Split(';')[0].Trim();
        var isJson = type.Equals(JsonType, StringComparison.OrdinalIgnoreCase);
        if (!isJson && !type.Equals(ProtobufType, StringComparison.OrdinalIgnoreCase))
        {
            await AnswerAsync(http.Response, isJson, new Refusal(StatusCodes.Status415UnsupportedMediaType, $"the content type is neither {ProtobufType} nor {JsonType}")).ConfigureAwait(false);
            return;
        }

        if (await reader.ReadAsync(http, intake).ConfigureAwait(false) is not { } request)
            return;
        var refusal = request.Refusal;
        if (request.Body is { } body)
        {
            using (body)
                refusal = await KeepAsync(body, isJson).ConfigureAwait(false);
        }

        await AnswerAsync(http.Response, isJson, refusal).ConfigureAwait(false);
    }

    private async Task<Refusal?> KeepAsync(PooledBody body, bool isJson)
    {
        var pieces = body.Pieces;
        // A request of nothing is what nothing to say looks like in protobuf.
        if (body.Length == 0)
            return isJson ? new Refusal(StatusCodes.Status400BadRequest, "the body is empty") : null;
        if (isJson && !JsonValues.AreWhole(pieces))
            return new Refusal(StatusCodes.Status400BadRequest, "the JSON ends in the middle: it is torn; nothing of it was taken");
        if (!isJson && !ProtobufMessage.IsWhole(pieces))
            return new Refusal(StatusCodes.Status400BadRequest, NoRequest);
        return Refusal.Of(await intake.KeepAsync(pieces, RecordCut.Whole, isJson ? Json : Protobuf, ContentKey.Of(pieces)).ConfigureAwait(false));
    }

    private async Task AnswerAsync(HttpResponse response, bool isJson, Refusal? refusal)
    {
        response.ContentType = isJson ? JsonType : ProtobufType;
        if (refusal is null)
        {
            // An answer without fields: all of it was taken.
            if (isJson)
                await response.Body.WriteAsync("{}"u8.ToArray()).ConfigureAwait(false);
            return;
        }

        refusal.Begin(response, intake.Counters);
        var code = OtlpStatus.CodeOf(refusal.Status);
        await response.Body.WriteAsync(isJson ? OtlpStatus.AsJson(code, refusal.Reason) : OtlpStatus.AsProtobuf(code, refusal.Reason, refusal.RetryAfter)).ConfigureAwait(false);
    }
}
