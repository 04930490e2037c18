using System.Globalization;
using Engine.Schemas;
using Engine.Sinks.Delivery;

namespace Engine.App.Runs;

/// <summary>
/// Tells the person who watches a live run about each verdict of challenge or more: once, and again when its action gets stronger.
/// Bounded in lines per second, so that a storm stays readable; what was left out is counted.
/// </summary>
/// <param name="say">Prints one line and makes others' text in it harmless.</param>
/// <param name="time">Paces the lines.</param>
internal sealed class VerdictNotices(Action<string> say, TimeProvider time) : ISink
{
    /// <summary>Lines in a second; more than anybody reads.</summary>
    public const int MostPerSecond = 10;

    private const int MostRemembered = 50_000;
    private const int LongestReason = 200;

    private readonly Dictionary<EventId, VerdictAction> _told = [];
    private long _second = long.MinValue;
    private int _lines;
    private int _leftOut;

    public string Name => "verdict notices";

    public ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        foreach (var verdict in batch.Verdicts)
        {
            if (verdict.Action >= VerdictAction.Challenge && verdict.Action > _told.GetValueOrDefault(verdict.Id))
                Tell(verdict);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        CountLeftOut();
        return ValueTask.CompletedTask;
    }

    private void Tell(Verdict verdict)
    {
        if (_told.Count >= MostRemembered)
            _told.Clear();
        _told[verdict.Id] = verdict.Action;

        var second = time.GetUtcNow().ToUnixTimeSeconds();
        if (second != _second)
        {
            CountLeftOut();
            (_second, _lines) = (second, 0);
        }

        if (_lines++ < MostPerSecond)
            say(Line(verdict));
        else
            _leftOut++;
    }

    private void CountLeftOut()
    {
        if (_leftOut > 0)
            say(string.Create(CultureInfo.InvariantCulture, $"and {_leftOut:N0} more: engine verdicts"));
        _leftOut = 0;
    }

    private static string Line(Verdict verdict)
    {
        var reason = verdict.Signals.Count > 0 ? verdict.Signals.MaxBy(signal => signal.Strength)!.Reason : verdict.Explanation;
        return string.Create(CultureInfo.InvariantCulture,
            $"{verdict.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} {verdict.Action.ToString().ToLowerInvariant()} {verdict.Score:0} {RunReport.Name(verdict.Actor.Key)}: ")
            + $"{(reason.Length <= LongestReason ? reason : string.Concat(reason.AsSpan(0, LongestReason), "…"))} ({verdict.Id.ToString()[..8]})";
    }
}
