using System.Diagnostics.CodeAnalysis;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// Reads files in batches, on the caller's thread. Several files are merged by the time of their records into one input; at equal times
/// the file given first comes first. Each file must be roughly in order itself: merging looks two records ahead and sorts nothing.
/// Order and positions do not depend on the batch size.
/// </summary>
public sealed class RecordReader : IDisposable
{
    private readonly List<OrderedInput> _inputs = [];
    private readonly FileSource.Options _options;
    private readonly BatchBuilder _batch;
    private readonly List<DeadLetter> _faults = [];
    private bool _isDisposed;

    /// <param name="paths">Files, folders, patterns, "-" for standard input.</param>
    /// <param name="options">How to read them.</param>
    /// <param name="formats">Holds the format that the options name.</param>
    /// <param name="time">Stamps the arrival of records.</param>
    /// <exception cref="UserError">
    /// A path names nothing readable, the format is unknown, or a file is not the one that an earlier run read.
    /// </exception>
    public RecordReader(IReadOnlyList<string> paths, FileSource.Options options, FormatCatalog formats, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 1);
        var format = formats[options.Format];
        _options = options;
        _batch = new BatchBuilder(options.Batch, options.Format, options.Environment, options.Partition);
        var files = InputFile.Expand(paths);
        long? total = 0;
        try
        {
            foreach (var file in files)
            {
                var input = new OrderedInput(Open(file, format, options, time, ref total), files.Count > 1 ? format : null);
                _inputs.Add(input);
                Resume(file, input);
            }

            options.Progress.SetTotal(total);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The next batch, which its receiver releases. False: everything is read.</summary>
    public bool TryRead([NotNullWhen(true)] out RawBatch? batch)
    {
        // A batch of faults alone is cut early, so that a file of nothing but overlong lines stays bounded.
        while (!_batch.IsFull && _faults.Count < _options.Batch && NextInput() is { } input)
        {
            var record = input.Take(out var block);
            _batch.Add(record, block);
            CollectFaults(input);
        }

        batch = _batch.IsEmpty && _faults.Count == 0 ? null : Build();
        return batch is not null;
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _batch.Abandon();
        foreach (var input in _inputs)
            input.Dispose();
    }

    private void Resume(InputFile file, OrderedInput input)
    {
        if (_options.Resume.Last(file.Name, 0) is not { } taken)
            return;
        if (file.IsStandardInput)
            throw new UserError("standard input cannot be read on where an earlier run stopped; start without its state, or read a file");
        // Read from its start, it would be taken for what was read already.
        if (!input.TryResume(taken))
            throw new UserError($"{file.Path} is not the file that was read before: no record begins at its byte {taken}; give the new one another name");
    }

    private RawBatch Build()
    {
        _options.Progress.CountFaults(_faults.Count);
        var batch = _batch.Build(_faults);
        _options.Progress.CountRecords(batch.Records.Count);
        return batch;
    }

    private OrderedInput? NextInput()
    {
        OrderedInput? first = null;
        for (var i = 0; i < _inputs.Count; i++)
        {
            var input = _inputs[i];
            if (!input.Prime())
            {
                Close(input);
                _inputs.RemoveAt(i--);
            }
            else if (first is null || input.Turn < first.Turn)
            {
                first = input;
            }
        }

        return first;
    }

    private void Close(OrderedInput input)
    {
        CollectFaults(input);
        if (input.Records.IsBroken)
            _options.Progress.CountEndedEarly();
        input.Dispose();
    }

    private void CollectFaults(OrderedInput input)
    {
        if (input.Records.Faults.Count == 0)
            return;
        _faults.AddRange(input.Records.Faults);
        input.Records.Faults.Clear();
    }

    private static RecordStream Open(
        InputFile file, IRecordFormat format, FileSource.Options options, TimeProvider time, ref long? total)
    {
        var records = new RecordStream(file.Name, format.Info.Name, options.MostRecordBytes, time);
        Stream? raw = null;
        try
        {
            raw = file.IsStandardInput ? options.OpenStandardInput() : OpenFile(file.Path);
            // Pipes have no length; a link's own length says nothing, so the opened file is asked.
            total += raw is FileStream { CanSeek: true } ? raw.Length : null;
            records.Input = InputStream.Open(raw, options.Progress);
            if (format.Info.IsJson)
                records.DetectJsonValues();
            return records;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            raw?.Dispose();
            records.Dispose();
            throw new UserError($"{file.Path} cannot be read ({UserError.Why(unreadable)}); check that the file is readable", cause: unreadable);
        }
    }

    // No buffer of its own: records are cut from the blocks it fills.
    internal static FileStream OpenFile(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.SequentialScan,
    });
}
