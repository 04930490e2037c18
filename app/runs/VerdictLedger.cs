using Engine.Schemas;
using Engine.Sinks.Delivery;

namespace Engine.App.Runs;

/// <summary>Keeps the verdicts of a run for the table at its end and for the comparison with labels; bounded.</summary>
internal sealed class VerdictLedger : ISink
{
    private const int Most = 200_000;

    private readonly List<Verdict> _revisions = [];

    public string Name => "verdict ledger";

    /// <summary>Every revision, in order.</summary>
    public IReadOnlyList<Verdict> Revisions => _revisions;

    /// <summary>Revisions that were not kept.</summary>
    public long Dropped { get; private set; }

    /// <summary>Latest revision of each verdict, the most severe and then the earliest first.</summary>
    public IReadOnlyList<Verdict> Latest =>
        [.. _revisions.GroupBy(verdict => verdict.Id).Select(revisions => revisions.MaxBy(verdict => verdict.Revision)!)
            .OrderByDescending(verdict => verdict.Action).ThenByDescending(verdict => verdict.Score).ThenBy(verdict => verdict.Time).ThenBy(verdict => verdict.Id)];

    public ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        foreach (var verdict in batch.Verdicts)
        {
            if (_revisions.Count < Most)
                _revisions.Add(verdict);
            else
                Dropped++;
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
