using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>
/// Reads once more what an earlier run read of files. What is not there any more, or is another file by now, is left out: only state is
/// rebuilt from it.
/// </summary>
internal static class FileReadBack
{
    /// <summary>Files that are followed are partitions of their own, merged in slices well below what a log is out of order anyway.</summary>
    private static readonly TimeSpan s_slice = TimeSpan.FromSeconds(1);

    /// <summary>Files that are read to their end: merged by time into one partition, in the order in which they were.</summary>
    /// <exception cref="UserError">A path names nothing readable, or the format is unknown.</exception>
    public static MergedReader OfFiles(IReadOnlyList<string> paths, FileSource.Options options, ReadBackRange range, FormatCatalog formats, TimeProvider time)
    {
        var format = formats[options.Format];
        var files = InputFile.Expand(paths);
        var batch = BatchOf(options, options.Partition);
        var inputs = new List<MergedInput>();
        foreach (var file in files.Where(file => !file.IsStandardInput))
        {
            long? total = null;
            if (Wanted(file.Name, range) is { } last && Resumed(RecordReader.Open(file, format, options, time, ref total), file.Name, range) is { } records)
                inputs.Add(new MergedInput(new OrderedInput(records, files.Count > 1 ? format : null, last), batch));
        }

        return new MergedReader(inputs, options.Batch, options.Progress);
    }

    /// <summary>Files that are followed, wherever rotation put them: each path is a partition of its own.</summary>
    /// <exception cref="UserError">A path names nothing readable, or the format is unknown.</exception>
    public static MergedReader OfFollowed(IReadOnlyList<string> paths, FileSource.Options options, ReadBackRange range, FormatCatalog formats, TimeProvider time)
    {
        var format = formats[options.Format];
        var files = InputFile.Expand(paths);
        return new MergedReader(
            [.. files.Select(file => new MergedInput(
                new OrderedInput(Parts(file, options, range, time), files.Count > 1 ? format : null), BatchOf(options, FileSource.PartitionOf(file, options))))],
            options.Batch, options.Progress, s_slice);
    }

    private static ConcatenatedInput Parts(InputFile file, FileSource.Options options, ReadBackRange range, TimeProvider time)
    {
        var names = new FollowedNames(file.Name, range.To);
        var parts = new List<(IRecordInput Records, long Last)>();
        var known = new HashSet<ulong>();
        foreach (var path in RotatedFiles.Of(file.Path).Prepend(file.Path))
        {
            var records = Backlog.OpenRecords(path, options, time);
            if (FirstLine.Hash(records.PeekHead(), isAll: true) is { } line && names.Taken(line) is not null && known.Add(line)
                && Wanted(records.Source = names.OfPast(line), range) is { } last)
            {
                if (Resumed(records, records.Source, range) is { } resumed)
                    parts.Add((resumed, last));
            }
            else
            {
                records.Dispose();
            }
        }

        return new ConcatenatedInput(parts.AsEnumerable().Reverse());
    }

    /// <returns>Offset of the last record that is wanted; null: nothing is.</returns>
    private static long? Wanted(string source, ReadBackRange range) =>
        range.To.Last(source, 0) is { } last && last > (range.From.Last(source, 0) ?? -1) ? last : null;

    /// <returns>Null: this is not the file that was read.</returns>
    private static IRecordInput? Resumed(IRecordInput records, string source, ReadBackRange range)
    {
        if (range.From.Last(source, 0) is not { } from || records.TryResume(from))
            return records;
        records.Dispose();
        return null;
    }

    private static BatchBuilder BatchOf(FileSource.Options options, string partition) =>
        new(options.Batch, options.Format, options.Environment, partition, isReadBack: true);
}
