using System.Collections.Concurrent;
using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>
/// Where the world outside tells detection what it must know from now on. Sinks put news in at any moment; detection takes them out between
/// two batches, so that each has an exact place in the order of calls and a replay can give it the same.
/// </summary>
internal sealed class ControlInbox
{
    /// <summary>Attempts of a point that really acts carry this mode and this result.</summary>
    private const string Enforced = "enforce", Done = "done";

    private readonly ConcurrentQueue<(ControlKind Kind, string Subject, string Version)> _news = new();

    /// <summary>The rules that judge from here on.</summary>
    public void Rules(string version) => _news.Enqueue((ControlKind.Options, "rules", version));

    /// <summary>A point blocks or releases an address: from here on it answers for the service.</summary>
    public void Enforcement(EnforcementAttempt attempt)
    {
        if (attempt is { Mode: Enforced, Result: Done, TargetKind: "address" })
            _news.Enqueue((ControlKind.Enforcement, $"address {attempt.Target}", attempt.Change == "block" ? "block" : "unblock"));
    }

    /// <summary>Everything that came since the last time, placed before the next call.</summary>
    /// <param name="sequence">Number of the next call.</param>
    /// <param name="at">Logical time there.</param>
    public IReadOnlyList<ControlEntry> Take(long sequence, DateTimeOffset at)
    {
        if (_news.IsEmpty)
            return [];
        var entries = new List<ControlEntry>();
        while (_news.TryDequeue(out var news))
            entries.Add(new ControlEntry { Sequence = sequence, At = at, Kind = news.Kind, Subject = news.Subject, Version = news.Version });
        return entries;
    }
}
