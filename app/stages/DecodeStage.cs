using Engine.App.Runs;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>Bytes → calls.</summary>
/// <remarks>Holds no state between batches, so several batches are parsed at once.</remarks>
internal sealed class DecodeStage(FormatCatalog formats, RunCounters counters)
{
    public ParsedBatch Parse(RawBatch raw)
    {
        var parsed = new ParsedRecords(raw.Records.Count) { Environment = raw.Environment };
        var arrivedAt = raw.Records.Count > 0 ? raw.Records[0].ArrivedAt : raw.Faults.Count > 0 ? raw.Faults[0].ArrivedAt : DateTimeOffset.UnixEpoch;
        try
        {
            var format = formats[raw.Format];
            for (var i = 0; i < raw.Records.Count; i++)
            {
                var record = raw.Records[i];
                format.Parse(record, parsed);
            }
        }
        finally
        {
            raw.Release();
        }

        IReadOnlyList<DeadLetter> refused = raw.Faults.Count == 0 ? parsed.Refused : [.. raw.Faults, .. parsed.Refused];
        counters.CountParsed(raw.Records.Count, parsed.Calls.Count, refused.Count, parsed.Unwrapped);
        return new ParsedBatch(parsed.Calls, refused, raw.Partition, arrivedAt);
    }
}
