namespace Engine.App.Store;

/// <summary>One row of the view <c>attack_timeline</c>.</summary>
/// <param name="Time">When (UTC).</param>
/// <param name="Kind">call, gap, signal, decision or enforcement.</param>
/// <param name="Title">What.</param>
/// <param name="Endpoint">Method and path template of a call or signal.</param>
/// <param name="Status">HTTP status of a call.</param>
/// <param name="Detail">Numbers and reasons.</param>
internal sealed record TimelineRow(DateTimeOffset Time, string Kind, string Title, string? Endpoint, string? Status, string Detail)
{
    public static IReadOnlyList<TimelineRow> From(TextTable answer) => [.. answer.Records().Select(row => new TimelineRow(
        Moments.Parse(row["time"]), row["kind"] ?? "", row["title"] ?? "", row["endpoint"], row["status"], row["detail"] ?? ""))];
}
