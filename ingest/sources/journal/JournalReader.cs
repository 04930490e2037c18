using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Journal;

/// <summary>Reads a journal in batches and follows it as it grows. What is damaged is passed over and told.</summary>
/// <remarks>For one thread. Reads only what survives the machine.</remarks>
internal sealed class JournalReader(SegmentList segments, JournalReader.Options options) : IDisposable
{
    /// <summary>How it is read.</summary>
    internal sealed record Options
    {
        /// <summary>Name of the source, for positions and for the logical clock.</summary>
        public required string Source { get; init; }

        /// <summary>Names of the formats, by the number that a frame has.</summary>
        public required IReadOnlyList<string> Formats { get; init; }

        /// <summary>Environment that the calls belong to.</summary>
        public string Environment { get; init; } = "production";

        /// <summary>Records of a batch at most.</summary>
        public int Batch { get; init; } = 256;

        /// <summary>Offset of the last record that was read before; -1: none was.</summary>
        public long After { get; init; } = -1;

        /// <summary>Counts what is read.</summary>
        public ReadProgress Progress { get; init; } = new();

        /// <summary>Stamps the reading of damaged places.</summary>
        public required TimeProvider Time { get; init; }
    }

    private readonly List<DeadLetter> _faults = [];
    private BatchBuilder _builder = NewBuilder(options, options.Formats[0]);
    private string _format = options.Formats[0];
    private SegmentFile? _segment;
    private FrameScan? _scan;
    private FrameRecords? _records;
    private long _last = options.After;

    /// <summary>The next batch, which its receiver releases. False: there is none for now.</summary>
    public bool TryRead([NotNullWhen(true)] out RawBatch? batch)
    {
        while (!_builder.IsFull && _faults.Count < options.Batch && TryTake())
        {
        }

        batch = _builder.IsEmpty && _faults.Count == 0 ? null : Build();
        return batch is not null;
    }

    /// <summary>Ends when there may be more to read.</summary>
    public Task WaitAsync(CancellationToken cancel) => segments.WaitAsync(_scan?.Offset ?? -1, cancel);

    public void Dispose()
    {
        _scan?.Dispose();
        _builder.Abandon();
    }

    /// <summary>Puts the next record into the batch. False: there is none for now, or it belongs into a batch of another format.</summary>
    private bool TryTake()
    {
        while (true)
        {
            if (_records is null && !TryNextFrame())
                return false;
            var header = _scan!.Header;
            if (!TryUse(header.Format))
                return false;
            if (!_records!.TryNext(_scan.Block.Bytes.AsSpan(_scan.BodyAt, header.Length), out var start, out var length))
            {
                _records = null;
                continue;
            }

            var offset = _scan.BodyOffset + start;
            if (offset <= _last)
                continue;
            _last = offset;
            _scan.Block.Retain();
            _builder.Add(
                new RawRecord(_scan.Block.Bytes.AsMemory(_scan.BodyAt + start, length), new SourcePosition(options.Source, 0, offset, 0), header.ArrivedAt),
                _scan.Block);
            return true;
        }
    }

    private bool TryNextFrame()
    {
        while (true)
        {
            // Asked before its end: once there is a next one, the end of this one moves no more.
            var next = _segment is null ? segments.Holding(_last) : segments.After(_segment.Start);
            if (_segment is not null)
            {
                var isFrame = _scan!.TryNext(_segment.End);
                if (_scan.Damaged > 0)
                    Tell(_scan.Damaged);
                if (isFrame)
                {
                    _records = new FrameRecords(_scan.Header.Cut);
                    return true;
                }
            }

            if (next is null)
                return false;
            Go(next);
        }
    }

    private void Go(SegmentFile next)
    {
        _segment?.LastRecord = _last;
        _scan?.Dispose();
        _segment = next;
        _scan = new FrameScan(next, next.Start);
    }

    /// <summary>A batch is of one format: false where what is gathered has to go first.</summary>
    private bool TryUse(byte number)
    {
        var format = options.Formats[Math.Min(number, options.Formats.Count - 1)];
        if (ReferenceEquals(format, _format))
            return true;
        if (!_builder.IsEmpty)
            return false;
        _builder.Abandon();
        (_builder, _format) = (NewBuilder(options, format), format);
        return true;
    }

    private void Tell(long bytes)
    {
        options.Progress.CountFaults(1);
        var offset = _scan!.Offset - bytes;
        _faults.Add(new DeadLetter(
            new SourcePosition(options.Source, 0, Math.Max(offset, _last + 1), 0), options.Time.GetUtcNow(), "ingest", _format,
            string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes of the journal are damaged and passed over; look at the disk"), "", bytes));
    }

    private RawBatch Build()
    {
        var built = _builder.Build(_faults);
        options.Progress.CountRecords(built.Records.Count);
        return built;
    }

    private static BatchBuilder NewBuilder(Options options, string format) => new(options.Batch, format, options.Environment, options.Source);
}
