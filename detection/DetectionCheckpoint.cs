using Engine.Detection.Baselines;
using Engine.Detection.Endpoints;
using Engine.Detection.Enforcement;
using Engine.Detection.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection;

/// <summary>Saves and restores everything of an engine: actors by lane, side by side; what all lanes share, once.</summary>
internal sealed class DetectionCheckpoint(
    Lane[] lanes, Knowledge knowledge, EnforcedTargets enforced, EndpointSuccessors successors, ICheckpointed facts) : ICheckpointed
{
    private readonly StateBuffer _head = new();
    private SharedNames _names = new();
    private bool _isTaken, _isComplete = true;

    /// <summary>How far the run has come; the engine keeps it.</summary>
    public RunProgress Progress { get; private set; } = new();

    public void BeginCheckpoint(bool isWhole)
    {
        if (!_isComplete && !isWhole)
            throw new InvalidOperationException("the checkpoint before was not completed: what it left out is only in a whole one");
        // Nothing was noted before the first one: it holds everything.
        isWhole |= !_isTaken;
        (_isTaken, _isComplete) = (true, false);
        _head.Clear();
        _head.Put(StateSection.Detection, [], Now(), RunProgress.Save);
        knowledge.BeginCheckpoint(isWhole, [.. lanes.Select(lane => lane.TakeLearning())]);
        enforced.BeginCheckpoint(isWhole);
        successors.BeginCheckpoint(isWhole);
        facts.BeginCheckpoint(isWhole);
        foreach (var lane in lanes)
            lane.Checkpoint.Begin(isWhole);
    }

    public bool ContinueCheckpoint(Func<bool> isEnough, StateBuffer into)
    {
        into.Append(_head);
        _head.Clear();
        // Before the actors: an epoch that ends must not find much of it left.
        if (enforced.ContinueCheckpoint(isEnough, into) && successors.ContinueCheckpoint(isEnough, into)
            && knowledge.ContinueCheckpoint(isEnough, into) && facts.ContinueCheckpoint(isEnough, into))
        {
            ContinueLanes(isEnough);
        }

        foreach (var lane in lanes)
            lane.Checkpoint.MoveTo(into);
        return _isComplete = Array.TrueForAll(lanes, lane => lane.Checkpoint.IsComplete);
    }

    public bool Restore(in StateEntry entry)
    {
        try
        {
            return Take(entry);
        }
        catch (Exception unreadable) when (SavedValues.IsUnreadable(unreadable))
        {
            throw SavedValues.Unreadable(entry.Section, unreadable);
        }
    }

    public void CompleteRestore()
    {
        foreach (var lane in lanes)
            Progress.Forgotten += lane.Checkpoint.CompleteRestore();
        successors.CompleteRestore();
        knowledge.CompleteRestore();
        facts.CompleteRestore();
        _names = new SharedNames();
        _isTaken = true;
    }

    private void ContinueLanes(Func<bool> isEnough)
    {
        if (lanes.Length == 1)
            lanes[0].Checkpoint.Continue(isEnough);
        else
            Parallel.ForEach(lanes, lane => lane.Checkpoint.Continue(isEnough));
    }

    private RunProgress Now() => new()
    {
        Epoch = Progress.Epoch,
        Sequence = Progress.Sequence,
        Forgotten = Progress.Forgotten + lanes.Sum(lane => lane.Forgotten),
        Overflowed = Progress.Overflowed + lanes.Sum(lane => lane.Overflowed),
        Knowledge = knowledge.Table.Number,
    };

    private bool Take(in StateEntry entry)
    {
        switch (entry.Section)
        {
            case StateSection.Detection when entry.Value is { } value:
                var reader = new MessagePackReader(value);
                Progress = RunProgress.Load(ref reader);
                knowledge.Table.Number = Progress.Knowledge;
                return true;
            case StateSection.Shards:
                return OwnerOf(ActorEntries.ReadShard(entry.Key.Span)).RestoreShard(entry);
            case StateSection.Actors:
                var actor = ActorEntries.ReadActor(entry.Key.Span);
                return OwnerOf(actor.Shard).RestoreActor(actor, entry.Value, _names);
            case StateSection.Enforcement:
                enforced.Restore(entry);
                return true;
            default:
                return successors.Restore(entry) || knowledge.Restore(entry) || facts.Restore(entry);
        }
    }

    private ShardCheckpoint OwnerOf(int shard) => lanes[shard % lanes.Length].Checkpoint;
}
