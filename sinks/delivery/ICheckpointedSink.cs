using Engine.Schemas;

namespace Engine.Sinks.Delivery;

/// <summary>
/// A sink whose place in its output belongs to a checkpoint, so that a restart goes on exactly there: what was written behind it is taken back.
/// </summary>
public interface ICheckpointedSink : ISink
{
    /// <summary>
    /// True: what it saves is small and only its place in its output, so that it is kept apart as well: should no checkpoint be readable,
    /// the output still goes on where the input does.
    /// </summary>
    bool IsPlace => false;

    /// <summary>Called between two writes: saves, in <see cref="StateSection.Sinks"/>, what belongs to everything written so far.</summary>
    /// <param name="into">Where to.</param>
    /// <param name="isWhole">False: what the checkpoint before holds need not be written again.</param>
    void Save(StateBuffer into, bool isWhole);

    /// <summary>Called before the first write, oldest checkpoint first.</summary>
    /// <returns>False: the entry is not this sink's.</returns>
    /// <exception cref="InvalidDataException">The state is not what this sink saved.</exception>
    bool Restore(in StateEntry entry);

    /// <summary>All entries have been taken over: what was written behind the last of them is taken back now.</summary>
    void CompleteRestore() { }
}
