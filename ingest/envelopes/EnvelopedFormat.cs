using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Ingest.Envelopes;

/// <summary>
/// A format behind envelopes, outermost first: <c>json/cri/envoy</c>. What is in the envelope is the record; what has not its form is refused,
/// and never read as if it stood there bare: neither hides a call nor makes one up.
/// </summary>
internal sealed class EnvelopedFormat(string name, IReadOnlyList<IEnvelope> envelopes, IRecordFormat format) : IRecordFormat
{
    /// <summary>More than a chain of shippers has.</summary>
    public const int MostEnvelopes = 4;

    public FormatInfo Info { get; } = format.Info with
    {
        Name = name,
        Title = $"{format.Info.Title}, in {string.Join(" in ", envelopes.Reverse().Select(envelope => envelope.Info.Title))}",
        IsJson = envelopes[0].IsJson,
        Parts = envelopes[0].Parts,
        // Escapes make a record longer than it is.
        LargeRecordBytes = format.Info.LargeRecordBytes is { } large ? large * 2 : null,
    };

    public void Parse(in RawRecord record, ParsedRecords into)
    {
        var most = Info.MostRecordBytes(IRecordFormat.DefaultMostRecordBytes);
        if (record.Bytes.Length > most)
        {
            into.Refuse(record, format.Info.Name, $"the record is {record.Bytes.Length} bytes long, more than {most}");
            return;
        }

        var count = 0;
        var before = into.Calls.Count + into.Refused.Count;
        Open(record, record.Bytes, 0, ref count, into, before);
        if (count == 0)
            into.Refuse(record, format.Info.Name, "the record is empty");
    }

    public bool TryReadTime(ReadOnlySpan<byte> record, out DateTimeOffset at)
    {
        at = default;
        ReadOnlyMemory<byte> content = record.ToArray();
        foreach (var envelope in envelopes)
        {
            var place = 0;
            if (!envelope.Next(content, ref place, out content, out var problem) || problem is not null)
                return false;
        }

        return format.TryReadTime(content.Span, out at);
    }

    private void Open(in RawRecord record, ReadOnlyMemory<byte> bytes, int depth, ref int count, ParsedRecords into, int before)
    {
        var at = 0;
        while (count <= JsonCalls.MostCalls && envelopes[depth].Next(bytes, ref at, out var content, out var problem))
        {
            // Calls are numbered through the record, whatever envelope they came in.
            var index = into.Calls.Count + into.Refused.Count - before;
            if (count++ == JsonCalls.MostCalls)
            {
                into.Refuse(record, format.Info.Name, $"the record holds more than {JsonCalls.MostCalls} records; the rest is not read", index, content.Span);
                return;
            }

            if (problem is not null)
            {
                into.CountUnopened();
                into.Refuse(record, format.Info.Name, problem, index, content.Span);
            }
            else if (depth + 1 < envelopes.Count)
                Open(record, content, depth + 1, ref count, into, before);
            else
                format.Parse(record with { Bytes = content, Position = record.Position with { Index = record.Position.Index + index } }, into);
        }
    }
}
