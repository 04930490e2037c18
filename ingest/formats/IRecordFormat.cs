using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>Bytes of one record in, calls out. Holds no state between records, so many batches are parsed at once.</summary>
public interface IRecordFormat
{
    /// <summary>Longest record that is looked at, unless configured otherwise: 1 MiB.</summary>
    const int DefaultMostRecordBytes = 1024 * 1024;

    FormatInfo Info { get; }

    /// <summary>
    /// Adds every call of the record to <paramref name="into"/>, or refuses it with a reason. Never throws on bad input:
    /// everything read here is written by attackers.
    /// </summary>
    void Parse(in RawRecord record, ParsedRecords into);

    /// <summary>
    /// The time of the record's first call, for merging files: much cheaper than <see cref="Parse"/>. False where none can be read.
    /// </summary>
    bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at);
}
