namespace Engine.Schemas;

/// <summary>
/// State that can be saved without stopping the stream. <see cref="BeginCheckpoint"/> marks a point between two batches; what belongs to
/// that point is then written a little at a time between later batches, and whatever is about to change before its turn is saved first,
/// as it was at the point. So a checkpoint is consistent, and no pause is long.
/// </summary>
/// <remarks>All members are called between two batches, by the thread that runs them; the owner may use its own threads inside.</remarks>
public interface ICheckpointed
{
    /// <summary>Marks the point. O(changed) at most in pointers, never in bytes.</summary>
    /// <param name="isWhole">True: everything is saved. False: only what changed since the checkpoint before, and what is gone.</param>
    void BeginCheckpoint(bool isWhole);

    /// <summary>Writes on, and with it everything that had to be saved early.</summary>
    /// <param name="isEnough">Asked after each entry, by any thread of the owner's: true ends the step. So a step is as long as whoever asks for it wants, and one entry.</param>
    /// <param name="into">Where they go.</param>
    /// <returns>True: the checkpoint is complete. It is not called again before the next <see cref="BeginCheckpoint"/>.</returns>
    bool ContinueCheckpoint(Func<bool> isEnough, StateBuffer into);

    /// <summary>Takes over one saved entry, before the first batch. Entries come in the order in which they were saved, oldest checkpoint first.</summary>
    /// <returns>False: the section is not one of this owner's.</returns>
    /// <exception cref="InvalidDataException">The entry is not what this owner saved.</exception>
    /// <exception cref="MessagePack.MessagePackSerializationException">The same.</exception>
    bool Restore(in StateEntry entry);

    /// <summary>All entries have been taken over: what points from one to another can be tied now.</summary>
    void CompleteRestore();
}
