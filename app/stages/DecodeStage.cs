using System.IO.Hashing;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.App.Stages;

/// <summary>Bytes → calls.</summary>
/// <remarks>Holds no state between batches, so several batches are parsed at once.</remarks>
internal sealed class DecodeStage(FormatCatalog formats)
{
    public ParsedBatch Parse(RawBatch raw)
    {
        if (raw is { Records.Count: 0, Faults.Count: 0 })
            return new ParsedBatch([], [], raw.Partition, DateTimeOffset.UnixEpoch) { IsReadBack = raw.IsReadBack };
        var parsed = new ParsedRecords(raw.Records.Count) { Environment = raw.Environment, Capture = formats.Capture };
        var arrivedAt = raw.Records.Count > 0 ? raw.Records[0].ArrivedAt : raw.Faults.Count > 0 ? raw.Faults[0].ArrivedAt : DateTimeOffset.UnixEpoch;
        UInt128 digest = 0;
        try
        {
            var format = formats[raw.Format];
            for (var i = 0; i < raw.Records.Count; i++)
            {
                var record = raw.Records[i];
                // A sum: the same records give the same digest in any order and however they are cut into batches.
                digest = unchecked(digest + XxHash128.HashToUInt128(record.Bytes.Span, StableHash.Seed));
                format.Parse(record, parsed);
            }
        }
        finally
        {
            raw.Release();
        }

        IReadOnlyList<DeadLetter> refused = raw.Faults.Count == 0 ? parsed.Refused : [.. raw.Faults, .. parsed.Refused];
        return new ParsedBatch(parsed.Calls, refused, raw.Partition, arrivedAt)
        {
            Records = raw.Records.Count,
            Unwrapped = parsed.Unwrapped,
            Skipped = parsed.Skipped,
            Digest = digest,
            IsReadBack = raw.IsReadBack,
        };
    }
}
