using System.Collections.Concurrent;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.App.Checkpoints;

/// <summary>
/// Decides when a checkpoint is taken and whether it is a whole one, writes it, and says to the input what is safe once it is durable.
/// A checkpoint that cannot be written is told and tried again; detection goes on, and the input is not acknowledged meanwhile.
/// </summary>
/// <param name="directory">Where they are kept.</param>
/// <param name="options">How often.</param>
/// <param name="time">Clock of "how often".</param>
/// <param name="engineVersion">Build, for the files.</param>
/// <param name="log">Where trouble is told.</param>
internal sealed partial class Checkpointing(
    CheckpointDirectory directory, CheckpointOptions options, TimeProvider time, string engineVersion, ILogger log)
{
    /// <summary>Deltas after which a whole one is taken, so that no restore reads hundreds of files.</summary>
    private const int MostDeltas = 100;

    private IReadOnlyList<string> _chain = [];
    private readonly ConcurrentBag<StateBuffer> _buffers = [];
    private Task<bool> _writing = Task.FromResult(true);
    private Checkpoint? _begun;
    private long _taken = -1;
    private long _number;
    private long _begunAt = time.GetTimestamp();
    private long _wholeBytes, _deltaBytes;
    private int _deltas;
    private bool _isWholeNext = true;
    private string? _trouble;

    /// <summary>Where checkpoints were cut; null: only the checkpoints themselves know.</summary>
    public InputMarks? Marks { get; init; }

    /// <summary>An earlier run whose state is lost, once <see cref="Find"/> found no checkpoint; null: nothing is known of one.</summary>
    public LostRun? Lost { get; private set; }

    /// <summary>True: there are checkpoints, and none of them can be read.</summary>
    public bool AreUnreadable { get; private set; }

    /// <summary>Told what is safe after each durable checkpoint.</summary>
    public Action<InputPositions> Acknowledge { get; set; } = _ => { };

    /// <summary>Durable ones of this run.</summary>
    public long Taken { get; private set; }

    /// <summary>Bytes of the durable ones of this run.</summary>
    public long Bytes { get; private set; }

    /// <summary>When the latest of them became durable (UTC), and its bytes.</summary>
    public DateTimeOffset LastAt { get; private set; }

    /// <inheritdoc cref="LastAt"/>
    public long LastBytes { get; private set; }

    public StepTimes Steps { get; } = new();

    /// <summary>Id of the run that checkpoints belong to.</summary>
    public string Run { get; private set; } = "";

    /// <summary>Looks for what an earlier run left.</summary>
    /// <param name="fresh">Id of the run that begins where there is nothing.</param>
    /// <returns>False: there is nothing to restore from.</returns>
    public bool Find(string fresh)
    {
        var troubles = 0;
        void Tell(string trouble)
        {
            troubles++;
            Unreadable(log, trouble);
        }

        _chain = directory.Chain(Tell);
        _number = directory.Newest;
        AreUnreadable = _chain.Count == 0 && troubles > 0;
        var known = Marks?.Find(Tell);
        Lost = _chain.Count == 0 ? known : null;
        Run = _chain.Count > 0 ? CheckpointReader.Verify(_chain[^1]).Run : Lost?.Run ?? fresh;
        return _chain.Count > 0;
    }

    /// <summary>A run begins where there is nothing: should it die before its first checkpoint, the next one takes back what it wrote.</summary>
    /// <param name="places">Entries of the sinks that remember their place.</param>
    public void Begin(ReadOnlyMemory<byte> places)
    {
        if (Try(() => Marks?.Keep(Run, InputMark.Start, places)) is { } why)
            Trouble(UserError.Why(why));
    }

    /// <summary>Hands every saved entry to whoever takes it, oldest first.</summary>
    /// <param name="take">Takes an entry; what it does not know it passes over.</param>
    /// <exception cref="UserError">The state was written by a build that this one does not understand.</exception>
    public void Restore(Action<StateEntry> take)
    {
        try
        {
            foreach (var file in _chain)
                CheckpointReader.Read(file, take);
        }
        catch (Exception e) when (e is InvalidDataException or MessagePack.MessagePackSerializationException or EndOfStreamException or OverflowException)
        {
            throw new UserError($"the state in {_chain[^1]} does not fit this build ({e.Message}); move it away and start again: what was known is then rebuilt from the input", cause: e);
        }
    }

    /// <summary>A new checkpoint where one is due and the one before is finished; called between two batches by the sequential stage.</summary>
    /// <param name="taken">Records taken in so far: without new ones there is nothing to save.</param>
    /// <param name="positions">How far the input has been taken in.</param>
    public Checkpoint? BeginIfDue(long taken, Func<InputPositions> positions)
    {
        if (!_writing.IsCompleted || taken == _taken || time.GetElapsedTime(_begunAt) < options.Every)
            return null;
        _taken = taken;
        return Begin(positions());
    }

    /// <summary>The last one of a run, whatever the time.</summary>
    public Checkpoint BeginLast(InputPositions positions) => Begin(positions);

    /// <summary>Everything begun is durable, or its failure has been told.</summary>
    public Task CompleteAsync() => _writing;

    /// <summary>Gives up what a stream that failed has begun: nobody writes any more when it completes.</summary>
    public Task AbandonAsync()
    {
        _begun?.Fail(new OperationCanceledException("the stream has ended"));
        return _writing;
    }

    /// <summary>An empty buffer to save into.</summary>
    public StateBuffer Buffer() => _buffers.TryTake(out var used) ? used : new StateBuffer();

    public TimeSpan Step => options.Step;

    private Checkpoint Begin(InputPositions positions)
    {
        _begunAt = time.GetTimestamp();
        var before = _writing;
        var isWhole = _isWholeNext || _deltas >= MostDeltas || _deltaBytes > _wholeBytes || (before.IsCompletedSuccessfully && !before.Result);
        _isWholeNext = false;
        var checkpoint = new Checkpoint(++_number, positions, isWhole);
        _begun = checkpoint;
        _writing = WriteAsync(checkpoint, before);
        return checkpoint;
    }

    private async Task<bool> WriteAsync(Checkpoint checkpoint, Task<bool> before)
    {
        await Task.Yield();
        var path = directory.PathOf(checkpoint.Number, checkpoint.IsWhole);
        CheckpointWriter? writer = null;
        var why = default(Exception);
        try
        {
            await foreach (var entries in checkpoint.Handed())
            {
                // After a failure the rest is taken all the same: stages must not wait for a disk that is full.
                why ??= Try(() => (writer ??= new CheckpointWriter(path, new CheckpointHeader(
                    checkpoint.Number, checkpoint.IsWhole, Run, engineVersion, time.GetUtcNow()))).Write(entries));
                entries.Clear();
                _buffers.Add(entries);
            }

            if (!await before && !checkpoint.IsWhole)
                return false;
            why ??= Try(() => writer?.Complete());
            why ??= Try(() => Keep(checkpoint));
            if (why is null)
                Durable(checkpoint, writer?.Length ?? 0);
        }
        catch (Exception e)
        {
            // A stage gave up: the stream fails with that reason, which is told there.
            why = e;
            return false;
        }
        finally
        {
            writer?.Dispose();
        }

        if (why is not null)
            Trouble(UserError.Why(why));
        return why is null;
    }

    /// <summary>Before the input is told: it must not let go of what would be read back.</summary>
    private void Keep(Checkpoint checkpoint)
    {
        if (checkpoint.Mark is { } mark)
            Marks?.Keep(Run, mark, checkpoint.Places);
    }

    private void Durable(Checkpoint checkpoint, long bytes)
    {
        Taken++;
        Bytes += bytes;
        (LastAt, LastBytes) = (time.GetUtcNow(), bytes);
        (_wholeBytes, _deltaBytes, _deltas) = checkpoint.IsWhole ? (bytes, 0, 0) : (_wholeBytes, _deltaBytes + bytes, _deltas + 1);
        _trouble = null;
        if (checkpoint.IsWhole)
            _ = Try(directory.Prune);
        Acknowledge(checkpoint.Positions);
    }

    private void Trouble(string why)
    {
        if (_trouble != why)
            NotWritten(log, why);
        _trouble = why;
    }

    private static Exception? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e;
        }
    }

    [LoggerMessage(4001, LogLevel.Error, "no checkpoint can be written ({Why}); detection goes on, a restart begins at the last one that was; it is tried again")]
    private static partial void NotWritten(ILogger log, string why);

    [LoggerMessage(4002, LogLevel.Error, "{Trouble}")]
    private static partial void Unreadable(ILogger log, string trouble);
}
