namespace Engine.Ingest.Sources;

/// <summary>Finds where records begin and end in a stream that arrives in pieces. Keeps its place between calls.</summary>
internal interface IRecordBoundary
{
    /// <summary>Bytes at the head of each record that are no part of what it says.</summary>
    int HeadBytes => 0;

    /// <summary>Records are text: a byte-order mark, blank lines and a carriage return at the end mean nothing.</summary>
    bool IsText => true;

    /// <summary>Bytes at the head that belong to no record: blank space, separators.</summary>
    int Skip(ReadOnlySpan<byte> bytes);

    /// <summary>Looks through bytes of the running record that were not looked at before.</summary>
    /// <param name="bytes">The next bytes.</param>
    /// <returns>How many of them belong to the record; -1 where it goes on behind them.</returns>
    int End(ReadOnlySpan<byte> bytes);
}
