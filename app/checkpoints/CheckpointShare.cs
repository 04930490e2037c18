using Engine.Schemas;

namespace Engine.App.Checkpoints;

/// <summary>
/// One stage's part in checkpoints: begins at the barrier, and after each batch saves as much as fits one short step.
/// </summary>
/// <remarks>For the thread that runs the stage.</remarks>
/// <param name="state">What is saved.</param>
/// <param name="checkpoints">Whose steps these are.</param>
/// <param name="time">Measures the steps.</param>
internal sealed class CheckpointShare(ICheckpointed state, Checkpointing checkpoints, TimeProvider time)
{
    private const int HandOverBytes = 1 << 20;

    /// <summary>A step lasts at most this part of what passed since the one before, so that calls go on at two thirds of their rate or more.</summary>
    private const int Share = 2;

    private Checkpoint? _running;
    private StateBuffer _buffer = checkpoints.Buffer();
    private long _steppedAt = time.GetTimestamp();

    /// <param name="checkpoint">Begins here.</param>
    /// <param name="also">What else belongs to the same point, written at once; null: nothing.</param>
    public void Begin(Checkpoint checkpoint, Action<StateBuffer>? also = null)
    {
        // The one before has to be through: only at the end of a run two come so close.
        Finish();
        var since = time.GetTimestamp();
        state.BeginCheckpoint(checkpoint.IsWhole);
        also?.Invoke(_buffer);
        checkpoints.Steps.Add(time.GetElapsedTime(since));
        _running = checkpoint;
    }

    /// <summary>After a batch: goes on for one step, unless the disk is behind.</summary>
    public void Step()
    {
        if (_running is not { CanTake: true } checkpoint)
            return;
        var share = time.GetElapsedTime(_steppedAt) / Share;
        Advance(checkpoint, share < checkpoints.Step ? share : checkpoints.Step);
    }

    /// <summary>Saves all that is left.</summary>
    public void Finish()
    {
        while (_running is { } checkpoint)
            Advance(checkpoint, checkpoints.Step);
    }

    private void Advance(Checkpoint checkpoint, TimeSpan most)
    {
        var since = time.GetTimestamp();
        var isDone = state.ContinueCheckpoint(() => time.GetElapsedTime(since) >= most, _buffer);
        _steppedAt = time.GetTimestamp();
        checkpoints.Steps.Add(time.GetElapsedTime(since, _steppedAt));
        if (isDone || _buffer.Length >= HandOverBytes)
        {
            checkpoint.Take(_buffer);
            _buffer = checkpoints.Buffer();
        }

        if (!isDone)
            return;
        _running = null;
        checkpoint.Done();
    }
}
