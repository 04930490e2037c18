using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// Follows one plain file while it grows. Rotation is recognised by what the path holds, not by inode numbers, which file systems give
/// to the next file again: another head or a shorter length means another file. The old one is read to its end first, and once more after
/// it was quiet for one poll while the new one already grows, since servers go on writing to it until they reopen their logs.
/// </summary>
/// <remarks>
/// <para>
/// Source name: the file's name and a hash of its first line, <c>access.log~6f1d…</c>. It survives renames and restarts, so the same line
/// read twice has the same event id, and a new file's lines get new ones. Two files with the same first line in one run are told apart by a number.
/// </para>
/// <para>
/// A file truncated in place (copytruncate) begins anew at offset 0; what the writer cut off before it was read is gone.
/// After a restart the rest of the file that was read last comes first, wherever rotation put it, then the files since (<see cref="Backlog"/>).
/// Where it cannot be found, or has become shorter than what was read of it, a fault says so and the path is read from its start.
/// Not for several threads.
/// </para>
/// </remarks>
public sealed class FollowingFile(string path, FileSource.Options options, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _disposed = new();
    private readonly byte[] _head = new byte[FirstLine.MostBytes];
    private FollowedNames? _names;
    private Backlog? _backlog;
    private BatchBuilder? _batch;
    private FileStream? _file;
    private RecordStream? _records;
    private int _headLength;
    private long _taken = -1;
    private bool _isNamed;
    private bool _isLeaving;
    private bool _isAtEnd = true;

    /// <summary>Name of the file in positions, before the hash. Default its base name.</summary>
    public string Name { get; init; } = Path.GetFileName(path);

    /// <summary>Name of the partition of the input that this file is.</summary>
    public string Partition { get; init; } = "";

    /// <summary>
    /// The next records as soon as there are any. Waits while the file does not grow, is missing or not readable; null once cancelled
    /// or disposed.
    /// </summary>
    public async ValueTask<RawBatch?> ReadAsync(CancellationToken cancelled)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, _disposed.Token);
        if (_names is null)
            Begin();
        while (!either.IsCancellationRequested)
        {
            if (ReadBacklog() is { } missed)
                return missed;
            // Before anything is read behind an end: what was truncated meanwhile may have outgrown its old length.
            if (_isAtEnd)
            {
                _isAtEnd = false;
                if (Look() is { } last)
                    return last;
            }

            if (ReadNow() is { } batch)
                return batch;
            _isAtEnd = true; // Also while there is no file yet.
            try
            {
                await Task.Delay(options.PollDelay, time, either.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return null;
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested)
            return;
        _disposed.Cancel();
        _batch?.Abandon();
        _backlog?.Dispose();
        _records?.Dispose();
        _file?.Dispose();
    }

    /// <summary>Finds the place where an earlier run stopped.</summary>
    private void Begin()
    {
        _names = new FollowedNames(Name, options.Resume);
        if (OpenNow() is { } now)
            TakeOver(now);
        if (!_names.HavePast || TryGoOn())
            return;
        _backlog = Backlog.Open(path, _names, options, time);
        if (_backlog is not null)
            return;
        _records ??= NewRecords();
        _records.Faults.Add(new DeadLetter(
            new SourcePosition(Name, 0, 0, 0), time.GetUtcNow(), "ingest", options.Format,
            $"what was read last of {Name} is gone or has become shorter: calls may be missing, and what the path holds now is read from its start", "", 0));
    }

    /// <summary>Goes on in the file that the path holds, where it is the one that was read last.</summary>
    private bool TryGoOn()
    {
        if (_file is null || FirstLine.Hash(_head.AsSpan(0, _headLength), isAll: false) is not { } line || _names!.Taken(line) is not { } taken)
            return false;
        // One that begins with the same line is another file if no line begins where the last one was taken.
        Span<byte> before = stackalloc byte[1];
        if (_file.Length <= taken || (taken > 0 && RandomAccess.Read(_file.SafeFileHandle, before, taken - 1) == 1 && !EndsLine(before[0], taken)))
            return false;
        _records!.Source = _names.OfPast(line);
        _records.StartAt(taken);
        _file.Position = taken;
        _isNamed = true;
        _taken = taken;
        return true;
    }

    // A first line may lie behind a byte-order mark.
    private static bool EndsLine(byte before, long at) => before is (byte)'\n' or (byte)'\r' || (at == 3 && before == 0xBF);

    private RawBatch? ReadBacklog()
    {
        if (_backlog is null)
            return null;
        _batch ??= NewBatch();
        while (!_batch.IsFull && _backlog.TryRead(out var record, out var block))
            _batch.Add(record, block);
        if (!_batch.IsEmpty || _backlog.Faults.Count > 0)
            return Build(_backlog.Faults);
        _backlog.Dispose();
        _backlog = null;
        return null;
    }

    private RawBatch? ReadNow()
    {
        if (_records is null)
            return null;
        if (_file is null || !HasName(isLast: false))
            return _records.Faults.Count > 0 ? Build(_records.Faults) : null;
        if (_records.IsBroken && _records.Faults.Count == 0)
            throw new UserError($"{path} cannot be read on; check the disk and start again");
        _batch ??= NewBatch();
        while (!_batch.IsFull && !_isAtEnd)
        {
            if (_records.TryRead(out var record, out var block))
                Add(record, block);
            else
                _isAtEnd = true;
        }

        if (_batch.IsEmpty && _records.Faults.Count == 0)
            return null;
        _isLeaving = false;
        return Build(_records.Faults);
    }

    /// <summary>Looks at what the path holds now; returns the old file's last line where it has been left.</summary>
    private RawBatch? Look()
    {
        var now = OpenNow();
        if (now is null)
            return null;
        if (_records is null || _file is null || IsSame(now))
        {
            // Reads on through the new handle: the path may be a copy of a file that is gone.
            TakeOver(now);
            return null;
        }

        var wasTruncated = _file!.Length < _records.BytesRead || !HoldsHead(_file);
        if (!wasTruncated && (now.Length == 0 || !_isLeaving))
        {
            _isLeaving = now.Length > 0;
            now.Dispose();
            return null;
        }

        var last = Leave();
        TakeOver(now);
        return last;
    }

    private void TakeOver(FileStream now)
    {
        if (_file is null || _records is null)
        {
            _records ??= NewRecords();
            _headLength = 0;
            _isNamed = false;
            _isLeaving = false;
            _taken = -1;
        }

        _file?.Dispose();
        _file = now;
        _file.Position = _records.BytesRead;
        _records.Input = new CountedFile(now, options.Progress);
        if (_headLength < _head.Length)
            _headLength = RandomAccess.Read(now.SafeFileHandle, _head, 0);
    }

    private RawBatch? Leave()
    {
        RawBatch? last = null;
        if (HasName(isLast: true))
        {
            _batch ??= NewBatch();
            if (_records!.TryFinish(out var record, out var block))
                Add(record, block);
            if (!_batch.IsEmpty || _records.Faults.Count > 0)
                last = Build(_records.Faults);
        }

        _records!.Dispose();
        _records = null;
        return last;
    }

    private RecordStream NewRecords()
    {
        var records = new RecordStream(Name, options.Format, options.MostRecordBytes, time);
        records.JoinParts(options.Parts);
        return records;
    }

    private BatchBuilder NewBatch() => new(options.Batch, options.Format, options.Environment, Partition);

    private void Add(in RawRecord record, RecordBlock block)
    {
        // The record that an earlier run took last is where reading begins.
        if (record.Position.Offset <= _taken)
            return;
        block.Retain();
        _batch!.Add(record, block);
    }

    private RawBatch Build(List<DeadLetter> faults)
    {
        options.Progress.CountFaults(faults.Count);
        var batch = (_batch ??= NewBatch()).Build(faults);
        options.Progress.CountRecords(batch.Records.Count);
        return batch;
    }

    // No record is whole before the first line is, so its hash is always known in time.
    private bool HasName(bool isLast)
    {
        if (_isNamed)
            return true;
        _headLength = RandomAccess.Read(_file!.SafeFileHandle, _head, 0);
        if (FirstLine.Hash(_head.AsSpan(0, _headLength), isLast) is not { } line)
            return false;
        _records!.Source = _names!.OfNew(line);
        _isNamed = true;
        return true;
    }

    private bool IsSame(FileStream now) => now.Length >= _records!.BytesRead && HoldsHead(now);

    private bool HoldsHead(FileStream file)
    {
        Span<byte> head = stackalloc byte[FirstLine.MostBytes];
        var length = RandomAccess.Read(file.SafeFileHandle, head, 0);
        return length >= _headLength && head[.._headLength].SequenceEqual(_head.AsSpan(0, _headLength));
    }

    private FileStream? OpenNow()
    {
        try
        {
            return RecordReader.OpenFile(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // Between rename and creation there is no file; it is looked for again at the next poll.
            return null;
        }
    }

    /// <summary>Reads the file for the records without owning it: the handle is changed under them.</summary>
    private sealed class CountedFile(FileStream file, ReadProgress progress) : ReadOnlyStream
    {
        public override int Read(Span<byte> buffer)
        {
            var read = file.Read(buffer);
            progress.CountBytes(read);
            return read;
        }
    }
}
