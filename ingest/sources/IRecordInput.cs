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
}
