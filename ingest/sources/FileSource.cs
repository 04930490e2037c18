using System.ComponentModel.DataAnnotations;
using Akka;
using Akka.Streams.Dsl;
using Akka.Util;
using Engine.Ingest.Envelopes;
using Engine.Ingest.Formats;
using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>Files as a stream of batches: read to their end, or followed while they grow.</summary>
public static class FileSource
{
    /// <summary>How files are read.</summary>
    public sealed record Options
    {
        /// <summary>Name of the records' format. Default combined.</summary>
        public string Format { get; init; } = Combined.Name;

        /// <summary>Environment that the calls belong to. Default production.</summary>
        public string Environment { get; init; } = "production";

        /// <summary>Records of a batch at most. Default 256.</summary>
        [Range(1, 65_536)]
        public int Batch { get; init; } = 256;

        /// <summary>Bytes of a record at most; longer ones are refused without being held in memory. Default 1 MiB.</summary>
        [Range(1_024, 64 * 1024 * 1024)]
        public int MostRecordBytes { get; init; } = IRecordFormat.DefaultMostRecordBytes;

        /// <summary>Pause between two looks at a followed file that has not grown. Default 250 ms.</summary>
        [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
        public TimeSpan PollDelay { get; init; } = TimeSpan.FromMilliseconds(250);

        /// <summary>Lines that belong together, as the format says.</summary>
        internal LineParts Parts { get; init; }

        /// <summary>Name of the partition that these files are, for the logical clock: sources side by side need their own. Default: files.</summary>
        public string Partition { get; init; } = "files";

        /// <summary>How far an earlier run came: reading goes on behind it. Default: from the start.</summary>
        public InputPositions Resume { get; init; } = InputPositions.None;

        /// <summary>Counts what is read, for a progress bar.</summary>
        public ReadProgress Progress { get; init; } = new();

        /// <summary>Opens what the path "-" means. Default: the standard input of the process.</summary>
        public Func<Stream> OpenStandardInput { get; init; } = Console.OpenStandardInput;
    }

    /// <summary>Full paths of the files that the paths mean.</summary>
    /// <exception cref="UserError">A path names nothing readable.</exception>
    public static IReadOnlyList<string> Files(IReadOnlyList<string> paths) => [.. InputFile.Expand(paths).Select(file => file.Path)];

    /// <summary>Source names of their positions.</summary>
    /// <exception cref="UserError">A path names nothing readable.</exception>
    public static IReadOnlyList<string> Names(IReadOnlyList<string> paths) => [.. InputFile.Expand(paths).Select(file => file.Name)];

    /// <summary>Reads files to their end; several are merged by time into one single-partition input.</summary>
    /// <param name="paths">Files, folders, patterns, "-" for standard input.</param>
    /// <param name="options">How to read them.</param>
    /// <param name="formats">Holds the format that the options name.</param>
    /// <param name="time">Stamps the arrival of records.</param>
    /// <exception cref="UserError">A path names nothing readable, or the format is unknown: thrown here, before anything runs.</exception>
    public static Source<RawBatch, NotUsed> Read(
        IReadOnlyList<string> paths, Options options, FormatCatalog formats, TimeProvider time)
    {
        _ = formats[options.Format];
        _ = InputFile.Expand(paths);
        return Source.UnfoldResource(
            () => new RecordReader(paths, options, formats, time),
            reader => reader.TryRead(out var batch) ? Option<RawBatch>.Create(batch) : Option<RawBatch>.None,
            reader => reader.Dispose());
    }

    /// <summary>
    /// Follows files as they grow and are rotated, until <paramref name="stop"/>. Each file is a partition of its own, in the order given:
    /// they are not merged by time, because nobody can wait for the slowest.
    /// </summary>
    /// <param name="paths">Plain files; each must exist.</param>
    /// <param name="options">How to read them.</param>
    /// <param name="formats">Holds the format that the options name.</param>
    /// <param name="time">Stamps arrivals and paces the looks at the files.</param>
    /// <param name="stop">Ends the source after what has been read.</param>
    /// <exception cref="UserError">A path names no readable file, or the format is unknown.</exception>
    public static Source<RawBatch, NotUsed> Follow(
        IReadOnlyList<string> paths, Options options, FormatCatalog formats, TimeProvider time, CancellationToken stop = default)
    {
        var format = formats[options.Format].Info;
        if (format.IsBinary)
            throw new UserError($"format '{format.Name}' is no text, so a file of it cannot be followed; read it to its end, or from Kafka", isUsage: true);
        options = options with { MostRecordBytes = format.MostRecordBytes(options.MostRecordBytes), Parts = format.Parts };
        Source<RawBatch, NotUsed>? all = null;
        var files = InputFile.Expand(paths);
        for (var i = 0; i < files.Count; i++)
        {
            if (files[i].IsStandardInput)
                throw new UserError("standard input cannot be followed; leave --follow out, it is read until it closes", isUsage: true);
            var one = Follow(files[i], PartitionOf(files[i], options), options, time, stop);
            all = all is null ? one : all.Merge(one);
        }

        return all!;
    }

    /// <summary>
    /// Reads once more what an earlier run took in, because its state is lost: up to where it came, and marked as read back. Standard input
    /// cannot go back and is left out.
    /// </summary>
    /// <param name="paths">As they are read otherwise.</param>
    /// <param name="isFollowed">True: they are followed otherwise, so that what rotation put away is looked for as well.</param>
    /// <param name="options">How to read them.</param>
    /// <param name="range">What to read.</param>
    /// <param name="formats">Holds the format that the options name.</param>
    /// <param name="time">Stamps arrivals.</param>
    /// <exception cref="UserError">A path names nothing readable, or the format is unknown: it fails the stream.</exception>
    public static Source<RawBatch, NotUsed> ReadBack(
        IReadOnlyList<string> paths, bool isFollowed, Options options, ReadBackRange range, FormatCatalog formats, TimeProvider time) => Source.UnfoldResource(
        () => isFollowed ? FileReadBack.OfFollowed(paths, options, range, formats, time) : FileReadBack.OfFiles(paths, options, range, formats, time),
        reader => reader.TryRead(out var batch) ? Option<RawBatch>.Create(batch) : Option<RawBatch>.None,
        reader => reader.Dispose());

    internal static string PartitionOf(InputFile file, Options options) => $"{options.Partition}/{file.Name}";

    private static Source<RawBatch, NotUsed> Follow(InputFile file, string partition, Options options, TimeProvider time, CancellationToken stop) =>
        Source.UnfoldResourceAsync(
            () => Task.FromResult(new FollowingFile(file.Path, options, time) { Name = file.Name, Partition = partition }),
            async followed => await followed.ReadAsync(stop).ConfigureAwait(false) is { } batch
                ? Option<RawBatch>.Create(batch)
                : Option<RawBatch>.None,
            followed =>
            {
                followed.Dispose();
                return Task.FromResult(Done.Instance);
            });
}
