using Engine.App.Checkpoints;
using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>Where the sequential stage cuts the input: what is new, how far it came, and when a checkpoint lies before a batch.</summary>
/// <param name="taken">How far the input was taken in.</param>
/// <param name="checkpoints">When they are due; null: none are taken.</param>
/// <param name="share">The stage's part in them; null with <paramref name="checkpoints"/>.</param>
/// <param name="also">What else belongs to the point, written at once.</param>
/// <param name="keepsEnd">True: a checkpoint is taken where the input ends, for a run that begins again there. A replay that ended is done.</param>
/// <param name="stop">Once asked for, the end of the input is a pause.</param>
internal sealed class InputCut(
    TakenPositions taken, Checkpointing? checkpoints = null, CheckpointShare? share = null, Action<StateBuffer>? also = null,
    bool keepsEnd = false, CancellationToken stop = default)
{
    private bool _readsBack;

    /// <summary>True: what is read back comes first. No checkpoint is cut in it: half of a state would pass for a whole one.</summary>
    public bool BeginsReadingBack { init => _readsBack = value; }

    /// <summary>The run ends here, and a later one goes on from its last checkpoint.</summary>
    public bool IsPaused => checkpoints is not null && stop.IsCancellationRequested;

    /// <returns>True: only state is rebuilt from the batch. One without a place in the input goes with the one before.</returns>
    public bool ReadsBack(ParsedBatch parsed) => _readsBack &= parsed.IsReadBack || !parsed.IsOfInput;

    /// <param name="isEnd">The input has ended: the last checkpoint is taken, whatever the time.</param>
    /// <returns>The checkpoint that lies before the batch to come; null: none does.</returns>
    public Checkpoint? Begin(bool isEnd)
    {
        if (checkpoints is null || _readsBack || (isEnd && !keepsEnd && !IsPaused))
            return null;
        var checkpoint = isEnd ? checkpoints.BeginLast(taken.Positions) : checkpoints.BeginIfDue(taken.Version, () => taken.Positions);
        if (checkpoint is not null)
            share!.Begin(checkpoint, also);
        return checkpoint;
    }

    /// <summary>Leaves out what was taken in before.</summary>
    public IReadOnlyList<T> TakeNew<T>(IReadOnlyList<T> items, Func<T, SourcePosition> positionOf)
    {
        List<T>? kept = null;
        for (var i = 0; i < items.Count; i++)
        {
            if (taken.TryTake(positionOf(items[i])))
                kept?.Add(items[i]);
            else
                kept ??= [.. items.Take(i)];
        }

        return kept ?? items;
    }

    /// <summary>The batch is through; checkpoints go on for a step, at the end to their end.</summary>
    public void Settle(bool isEnd)
    {
        taken.Settle();
        if (isEnd)
            share?.Finish();
        else
            share?.Step();
    }
}
