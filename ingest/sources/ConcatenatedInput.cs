using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>Inputs one after the other, each up to the last record that is wanted of it.</summary>
internal sealed class ConcatenatedInput(IEnumerable<(IRecordInput Records, long Last)> oldestFirst) : IRecordInput
{
    private readonly Queue<(IRecordInput Records, long Last)> _parts = new(oldestFirst);

    public List<DeadLetter> Faults { get; } = [];

    public bool IsBroken { get; private set; }

    public bool TryNext(out RawRecord record, out RecordBlock block)
    {
        (record, block) = (default, null!);
        while (_parts.TryPeek(out var part))
        {
            var isThere = part.Records.TryNext(out record, out block) && record.Position.Offset <= part.Last;
            Faults.AddRange(part.Records.Faults);
            part.Records.Faults.Clear();
            if (isThere)
                return true;
            IsBroken |= part.Records.IsBroken;
            _parts.Dequeue().Records.Dispose();
        }

        return false;
    }

    public void Dispose()
    {
        while (_parts.TryDequeue(out var part))
            part.Records.Dispose();
    }
}
