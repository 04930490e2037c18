using Engine.Ingest.Sources.Journal;
using Microsoft.AspNetCore.Http;

namespace Engine.Ingest.Sources.Receivers.Http;

/// <summary>Why a request is not taken.</summary>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Reason">One sentence for whoever sends.</param>
internal sealed record Refusal(int Status, string Reason)
{
    private const int FullSeconds = 5, BrokenSeconds = 15;

    public static Refusal TooMuchAtOnce { get; } = new(StatusCodes.Status429TooManyRequests, "too much is being sent at once; send it again later");

    /// <summary>Seconds after which it may be sent again; null: it is not to be sent again.</summary>
    public int? RetryAfter => Status switch
    {
        StatusCodes.Status429TooManyRequests => FullSeconds,
        StatusCodes.Status503ServiceUnavailable => BrokenSeconds,
        _ => null,
    };

    /// <returns>Null: it is kept.</returns>
    public static Refusal? Of(AppendOutcome outcome) => outcome switch
    {
        AppendOutcome.Kept or AppendOutcome.Repeated => null,
        AppendOutcome.Full => new Refusal(StatusCodes.Status429TooManyRequests, "the journal is full until what is in it has been taken in; send it again later"),
        AppendOutcome.Failed => new Refusal(StatusCodes.Status503ServiceUnavailable, "the journal cannot be written; send it again later"),
        _ => new Refusal(StatusCodes.Status503ServiceUnavailable, "the engine stops; send it again later"),
    };

    /// <summary>Counts it, and says when to come again.</summary>
    public void Begin(HttpResponse response, ReceiverCounters counters)
    {
        response.StatusCode = Status;
        if (Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        if (RetryAfter is not { } seconds)
        {
            counters.CountRefused();
            return;
        }

        response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        counters.CountDeferred();
    }
}
