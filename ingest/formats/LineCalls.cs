using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>A record of a text format is one line, and a line is one call.</summary>
internal static class LineCalls
{
    /// <returns>True: the call was accepted.</returns>
    public static bool Parse(in RawRecord record, ParsedRecords into, ILineCall format, int mostRecordBytes)
    {
        var line = record.Bytes.Span;
        string? problem;
        if (line.Length > mostRecordBytes)
        {
            problem = $"the line is {line.Length} bytes long, more than {mostRecordBytes}";
        }
        else
        {
            // Not by an initializer, which makes the whole of it twice.
            var draft = default(CallDraft);
            draft.Capture = into.Capture;
            format.Read(line.Trim(" \r"u8), ref draft);
            problem = draft.Complete(record, 0, format.Info, into);
        }

        if (problem is null)
            return true;
        if (format.HoldsSecrets)
            into.Refuse(record, format.Info.Name, problem, index: 0, sample: "", line.Length);
        else
            into.Refuse(record, format.Info.Name, problem);
        return false;
    }
}
