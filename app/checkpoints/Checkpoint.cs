using System.Threading.Channels;
using Engine.Schemas;

namespace Engine.App.Checkpoints;

/// <summary>
/// One checkpoint being taken: stages hand over what they saved, a task of its own writes it to the disk, and it is durable once every part
/// is done.
/// </summary>
internal sealed class Checkpoint(long number, InputPositions positions, bool isWhole)
{
    /// <summary>Sequential stage, detection, sinks.</summary>
    private const int Parts = 3;

    /// <summary>Buffers that may wait for the disk before stages stop handing over.</summary>
    private const int MostWaiting = 16;

    private readonly Channel<StateBuffer> _handed = Channel.CreateBounded<StateBuffer>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private int _open = Parts;

    /// <summary>From 1; rises over restarts.</summary>
    public long Number { get; } = number;

    /// <summary>Everything up to here has been taken in, nothing beyond.</summary>
    public InputPositions Positions { get; } = positions;

    /// <summary>False: only what changed since the checkpoint before.</summary>
    public bool IsWhole { get; } = isWhole;

    /// <summary>Where it was cut; set by detection as the barrier passes.</summary>
    public InputMark? Mark { get; set; }

    /// <summary>Entries of the sinks that remember their place in their output; set by delivery as the barrier passes.</summary>
    public ReadOnlyMemory<byte> Places { get; set; }

    /// <summary>False: the disk is behind; a stage tries again after its next batch.</summary>
    public bool CanTake => _handed.Reader.Count < MostWaiting;

    /// <summary>Hands over a buffer, which belongs to the checkpoint from here on. Waits where the disk is behind.</summary>
    public void Take(StateBuffer entries) => _handed.Writer.WriteAsync(entries).AsTask().GetAwaiter().GetResult();

    /// <summary>One part has handed over all of its entries.</summary>
    public void Done()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            _handed.Writer.Complete();
    }

    /// <summary>A part will never be done: what it saved is not safe.</summary>
    public void Fail(Exception reason) => _handed.Writer.TryComplete(reason);

    /// <summary>The buffers as they come, until every part is done.</summary>
    public IAsyncEnumerable<StateBuffer> Handed() => _handed.Reader.ReadAllAsync();
}
