using System.Buffers;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Ingest.Sources.Journal;

/// <summary>Writes entries in groups, each forced to the disk once: whatever came while the disk was busy goes together.</summary>
/// <remarks>For the one thread that writes.</remarks>
/// <param name="options">Where and how large.</param>
/// <param name="segments">Gets each new segment, and how far it survives the machine.</param>
/// <param name="keys">Keys of what is kept.</param>
/// <param name="next">Offset at which the next segment may begin at the earliest.</param>
/// <param name="log">Where trouble is told.</param>
internal sealed partial class GroupCommit(JournalOptions options, SegmentList segments, RecentKeys keys, long next, ILogger log) : IDisposable
{
    private readonly List<ReadOnlyMemory<byte>> _pieces = [];
    private readonly List<WaitingEntry> _kept = [];
    private SegmentWriter? _writer;
    private long _next = next;
    private string? _trouble;

    /// <summary>How often the disk was made to keep something.</summary>
    public long Syncs { get; private set; }

    /// <summary>Keeps all of the group, or fails all of it; each is told.</summary>
    public void Commit(IReadOnlyList<WaitingEntry> group)
    {
        _kept.Clear();
        foreach (var entry in group)
        {
            if (keys.TryAdd(entry.Entry.Key))
                _kept.Add(entry);
        }

        var isKept = _kept.Count == 0 || TryKeep();
        var next = 0;
        foreach (var entry in group)
        {
            var isNew = next < _kept.Count && ReferenceEquals(entry, _kept[next]);
            next += isNew ? 1 : 0;
            // A repetition is safe only when what it repeats is, which may be in this very group.
            entry.Complete(!isKept ? AppendOutcome.Failed : isNew ? AppendOutcome.Kept : AppendOutcome.Repeated);
        }
    }

    public void Dispose() => _writer?.Dispose();

    private bool TryKeep()
    {
        var heads = ArrayPool<byte>.Shared.Rent(_kept.Count * FrameHeader.Bytes);
        try
        {
            var writer = Writer();
            var end = Lay(writer.Segment, heads);
            writer.Write(writer.Segment.End, _pieces);
            Sync(writer, end);
            Syncs++;
            segments.Advance(end);
            _next = end;
            _trouble = null;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            GiveUp(UserError.Why(error));
            return false;
        }
        finally
        {
            _pieces.Clear();
            ArrayPool<byte>.Shared.Return(heads);
        }
    }

    private SegmentWriter Writer()
    {
        if (_writer is not null && _writer.Segment.End - _writer.Segment.Start < options.ClosesAt)
            return _writer;
        var opened = SegmentWriter.Create(options.Directory, _next);
        _writer?.Dispose();
        _writer = opened;
        segments.Add(opened.Segment);
        return opened;
    }

    private long Lay(SegmentFile segment, byte[] heads)
    {
        var offset = segment.End;
        for (var i = 0; i < _kept.Count; i++)
        {
            var entry = _kept[i].Entry;
            var head = heads.AsMemory(i * FrameHeader.Bytes, FrameHeader.Bytes);
            FrameHeader.Of(entry).Write(head.Span, segment.Salt, offset, entry.Body);
            _pieces.Add(head);
            _pieces.AddRange(entry.Body);
            offset += FrameHeader.Bytes + entry.Length;
        }

        return offset;
    }

    private void Sync(SegmentWriter writer, long end)
    {
        try
        {
            writer.Sync();
        }
        catch (IOException)
        {
            // After a failed sync the system may take lost pages for written ones: this file is not written to again, nor its offsets.
            CutBack();
            Retire(end);
            throw;
        }
    }

    private void GiveUp(string why)
    {
        keys.Forget(_kept.Select(entry => entry.Entry.Key));
        if (_writer is { Segment.End: var end } && !CutBack())
            Retire(end);
        if (_trouble != why)
            NotWritten(log, options.Directory, why);
        _trouble = why;
    }

    private bool CutBack()
    {
        try
        {
            _writer?.CutBack();
            return true;
        }
        catch (IOException)
        {
            // It is cut off at the next start.
            return false;
        }
    }

    private void Retire(long end)
    {
        _next = end;
        _writer?.Dispose();
        _writer = null;
    }

    [LoggerMessage(1201, LogLevel.Error, "the journal {Directory} cannot be written ({Why}); what is sent is refused until it can, and clients are asked to send it again")]
    private static partial void NotWritten(ILogger log, string directory, string why);
}
