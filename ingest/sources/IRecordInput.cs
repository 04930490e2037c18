using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>Records one after the other, from a file or a partition, for merging with others.</summary>
internal interface IRecordInput : IDisposable
{
    /// <summary>What could not be delivered so far, oldest first; the caller empties it.</summary>
    List<DeadLetter> Faults { get; }

    /// <summary>True: it could not be read to its end.</summary>
    bool IsBroken { get; }

    /// <summary>The next record. False: there is none any more.</summary>
    /// <param name="record">The record; its bytes live as long as <paramref name="block"/> is retained.</param>
    /// <param name="block">Where its bytes lie; not retained for the caller.</param>
    bool TryNext(out RawRecord record, out RecordBlock block);

    /// <summary>Goes on at this offset, before anything is read. False: it cannot jump, what lies before has to be read.</summary>
    bool TrySeek(long offset) => false;

    /// <summary>Passes over what an earlier run took, before anything is read.</summary>
    /// <param name="taken">Offset of the last record that was taken.</param>
    /// <returns>False: no record begins there, so this is not what the earlier run read.</returns>
    bool TryResume(long taken)
    {
        TrySeek(taken);
        // Times are not looked at: a record without one had the turn of the one before it, so it is next in either run.
        while (TryNext(out var record, out _))
        {
            Faults.Clear();
            if (record.Position.Offset >= taken)
                return record.Position.Offset == taken;
        }

        return false;
    }
}
