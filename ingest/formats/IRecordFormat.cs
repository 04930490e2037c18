using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>Bytes of one record in, calls out. Holds no state between records, so many batches are parsed at once.</summary>
public interface IRecordFormat
{
    FormatInfo Info { get; }

    /// <summary>
    /// Adds every call of the record to <paramref name="into"/>, or refuses it with a reason. Never throws on bad input:
    /// everything read here is written by attackers.
    /// </summary>
    void Parse(in RawRecord record, ParsedRecords into);
}
