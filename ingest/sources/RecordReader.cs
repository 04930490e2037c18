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
    private readonly MergedReader _merged;

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
        options = options with { MostRecordBytes = format.Info.MostRecordBytes(options.MostRecordBytes) };
        var files = InputFile.Expand(paths);
        var inputs = new List<OrderedInput>();
        long? total = 0;
        try
        {
            foreach (var file in files)
            {
                var input = new OrderedInput(Open(file, format, options, time, ref total), files.Count > 1 ? format : null);
                inputs.Add(input);
                Resume(file, input, options.Resume);
            }
        }
        catch
        {
            foreach (var input in inputs)
                input.Dispose();
            throw;
        }

        options.Progress.SetTotal(total);
        var batch = new BatchBuilder(options.Batch, options.Format, options.Environment, options.Partition);
        _merged = new MergedReader([.. inputs.Select(input => new MergedInput(input, batch))], options.Batch, options.Progress);
    }

    /// <summary>The next batch, which its receiver releases. False: everything is read.</summary>
    public bool TryRead([NotNullWhen(true)] out RawBatch? batch) => _merged.TryRead(out batch);

    public void Dispose() => _merged.Dispose();

    private static void Resume(InputFile file, OrderedInput input, InputPositions earlier)
    {
        if (earlier.Last(file.Name, 0) is not { } taken)
            return;
        if (file.IsStandardInput)
            throw new UserError("standard input cannot be read on where an earlier run stopped; start without its state (--fresh), or read a file");
        // Read from its start, it would be taken for what was read already.
        if (!input.Records.TryResume(taken))
            throw new UserError($"{file.Path} is not the file that was read before: no record begins at its byte {taken}; give the new one another name");
    }

    internal static RecordStream Open(
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
            records.CutFor(format.Info);
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
