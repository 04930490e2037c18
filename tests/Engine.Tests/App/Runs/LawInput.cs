using System.Text;
using Akka;
using Akka.Streams.Dsl;
using Engine.Ingest.Formats;
using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.Tests.App.Runs;

/// <summary>Calls that come over several partitions, in one order of arrival: what a broker or several files would give, without either.</summary>
internal sealed class LawInput
{
    private const string Source = "gateway";

    private readonly RawRecord[] _records;

    /// <param name="calls">In the order of arrival.</param>
    /// <param name="partitions">How many share them.</param>
    /// <param name="seed">Chooses which gets which, in runs.</param>
    public LawInput(IReadOnlyList<LawCall> calls, int partitions, int seed)
    {
        var random = new Random(seed);
        var (next, partition) = (new int[partitions], 0);
        _records = new RawRecord[calls.Count];
        for (var i = 0; i < calls.Count; i++)
        {
            partition = random.Next(8) == 0 ? random.Next(partitions) : partition;
            _records[i] = new RawRecord(Encoding.ASCII.GetBytes(calls[i].Line), new SourcePosition(Source, partition, next[partition]++, 0), LawLog.Start);
        }
    }

    public int Count => _records.Length;

    /// <summary>What is new behind these positions, in batches of one partition each.</summary>
    /// <param name="behind">How far an earlier life came.</param>
    /// <param name="batch">Records of a batch at most.</param>
    /// <param name="killedAfter">Records after which the engine dies.</param>
    public InputSource Live(InputPositions behind, int batch, int killedAfter) =>
        InputSource.Of(Batches(_records.Where(record => IsBehind(record, behind)), batch, killedAfter, isReadBack: false));

    public InputSource ReadBack(ReadBackRange range, int batch) =>
        InputSource.Of(Batches(_records.Where(record => IsBehind(record, range.From) && !IsBehind(record, range.To)), batch, int.MaxValue, isReadBack: true));

    private static bool IsBehind(in RawRecord record, InputPositions positions) =>
        record.Position.Offset > (positions.Last(Source, record.Position.Partition) ?? -1);

    private static Source<RawBatch, NotUsed> Batches(IEnumerable<RawRecord> records, int size, int killedAfter, bool isReadBack) =>
        Akka.Streams.Dsl.Source.From(Cut(records, size, killedAfter, isReadBack));

    private static IEnumerable<RawBatch> Cut(IEnumerable<RawRecord> records, int size, int killedAfter, bool isReadBack)
    {
        var batch = new List<RawRecord>(size);
        foreach (var record in records)
        {
            if (batch.Count == size || (batch.Count > 0 && batch[0].Position.Partition != record.Position.Partition))
            {
                yield return Of(batch, isReadBack);
                batch.Clear();
            }

            if (--killedAfter < 0)
                throw new KilledException();
            batch.Add(record);
        }

        if (batch.Count > 0)
            yield return Of(batch, isReadBack);
    }

    private static RawBatch Of(List<RawRecord> records, bool isReadBack) => new([.. records], Combined.Name, "production")
    {
        Partition = $"{Source}/{records[0].Position.Partition}",
        IsReadBack = isReadBack,
    };

    /// <summary>The engine dies here.</summary>
    internal sealed class KilledException : Exception;
}
