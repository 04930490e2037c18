namespace Engine.Ingest.Sources.Journal;

/// <summary>What a receiver appends at once: all of it is kept, or nothing.</summary>
/// <param name="Body">The bytes as they came, in as many pieces; to be left alone until the append has ended.</param>
/// <param name="Cut">How they are cut into records when they are read.</param>
/// <param name="Format">Number of the format in the source's list.</param>
/// <param name="ArrivedAt">When they came (UTC).</param>
internal readonly record struct JournalEntry(IReadOnlyList<ReadOnlyMemory<byte>> Body, RecordCut Cut, byte Format, DateTimeOffset ArrivedAt)
{
    /// <summary>Names the entry, so that a client's repetition of it is known; zero: it has no name.</summary>
    public UInt128 Key { get; init; }

    /// <summary>Bytes of the body.</summary>
    public int Length
    {
        get
        {
            var length = 0;
            for (var i = 0; i < Body.Count; i++)
                length = checked(length + Body[i].Length);
            return length;
        }
    }
}
