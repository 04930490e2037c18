using System.Buffers;
using System.Buffers.Binary;
using Engine.Schemas;
using Engine.Sinks.Delivery;
using Engine.Sinks.Lines;
using MessagePack;

namespace Engine.App.Runs;

/// <summary>Keeps the verdicts of a run for the table at its end and for comparisons, as the lines that they are written as; bounded.</summary>
internal sealed class VerdictLedger : ICheckpointedSink
{
    private const int Most = 200_000;

    /// <summary>Revisions of one entry of a checkpoint: only entries that grew are written again.</summary>
    private const int Chunk = 256;

    private readonly List<VerdictLine> _revisions = [];
    private int _saved;

    public string Name => "verdict ledger";

    /// <summary>Every revision, in order.</summary>
    public IReadOnlyList<VerdictLine> Revisions => _revisions;

    /// <summary>Revisions that were not kept.</summary>
    public long Dropped { get; private set; }

    /// <summary>Latest revision of each verdict, the most severe and then the earliest first.</summary>
    public IReadOnlyList<VerdictLine> Latest =>
        [.. _revisions.GroupBy(verdict => verdict.Id).Select(revisions => revisions.MaxBy(verdict => verdict.Revision)!)
            .OrderByDescending(verdict => verdict.Action).ThenByDescending(verdict => verdict.Score).ThenBy(verdict => verdict.Time).ThenBy(verdict => verdict.Id)];

    public ValueTask WriteAsync(DetectedBatch batch, CancellationToken cancel)
    {
        foreach (var verdict in batch.Verdicts)
        {
            if (_revisions.Count < Most)
                _revisions.Add(VerdictLine.Of(verdict));
            else
                Dropped++;
        }

        return ValueTask.CompletedTask;
    }

    public void Save(StateBuffer into, bool isWhole)
    {
        Span<byte> key = stackalloc byte[1 + sizeof(int)];
        key[0] = Mark;
        for (var start = isWhole ? 0 : _saved / Chunk * Chunk; start < _revisions.Count; start += Chunk)
        {
            BinaryPrimitives.WriteInt32BigEndian(key[1..], start);
            into.Put(StateSection.Sinks, key, (Ledger: this, Start: start), static (ref MessagePackWriter writer, (VerdictLedger Ledger, int Start) part) => part.Ledger.Save(ref writer, part.Start));
        }

        _saved = _revisions.Count;
    }

    public bool Restore(in StateEntry entry)
    {
        if (entry is not { Section: StateSection.Sinks, Key: { Length: 1 + sizeof(int) } key, Value: { } value } || key.Span[0] != Mark)
            return false;
        var start = BinaryPrimitives.ReadInt32BigEndian(key.Span[1..]);
        if (start < 0 || start > _revisions.Count)
            throw new InvalidDataException($"verdicts from {start} on follow {_revisions.Count}");
        _revisions.RemoveRange(start, _revisions.Count - start);
        var reader = new MessagePackReader(value);
        for (var left = reader.ReadCount(Chunk); left > 0; left--)
            _revisions.Add(VerdictLine.Read(reader.ReadBytes()?.ToArray()));
        _saved = _revisions.Count;
        return true;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>First byte of the keys; no name of a sink begins so.</summary>
    private const byte Mark = 1;

    private void Save(ref MessagePackWriter writer, int start)
    {
        var count = Math.Min(Chunk, _revisions.Count - start);
        writer.WriteArrayHeader(count);
        var line = new ArrayBufferWriter<byte>(1024);
        for (var i = start; i < start + count; i++)
        {
            line.ResetWrittenCount();
            _revisions[i].WriteTo(line);
            writer.Write(line.WrittenSpan);
        }
    }
}
