using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Engine.Ingest.Sources.Journal;

/// <summary>
/// What an earlier process left: whole segments are taken as they are, a tail that a crash tore is cut off and its offsets are never given
/// again, a file that is no segment is set aside.
/// </summary>
internal static partial class JournalRecovery
{
    private const string Broken = ".broken";

    /// <param name="options">Where it is.</param>
    /// <param name="segments">Gets what is there, oldest first.</param>
    /// <param name="keys">Gets the keys of what is there.</param>
    /// <param name="log">Where it is told what was found.</param>
    /// <returns>Offset at which the next segment may begin.</returns>
    /// <exception cref="IOException">The disk is broken.</exception>
    public static long Read(JournalOptions options, SegmentList segments, RecentKeys keys, ILogger log)
    {
        // What has been taken in under an offset is never read again: nothing new may come before it.
        var next = options.Taken + 1 ?? 0;
        var paths = SegmentFile.In(options.Directory).ToList();
        foreach (var path in paths)
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            if (length <= SegmentHeader.Bytes)
            {
                // Made, and nothing was kept in it.
                File.Delete(path);
                continue;
            }

            var head = new byte[SegmentHeader.Bytes];
            RandomAccess.Read(file, head, 0);
            if (SegmentHeader.Read(head, out var header) is { } wrong)
            {
                File.Move(path, path + Broken, overwrite: true);
                SetAside(log, path + Broken, wrong);
                continue;
            }

            next = Math.Max(next, header.Start + length);
            var segment = new SegmentFile(path, header, header.Start + length);
            // Only the newest was written to; what is damaged in others is told when it is read.
            if (IsWhole(segment, keys, out var end) || path != paths[^1] || TryCut(file, segment, end, log))
                segments.Add(segment);
            else
                File.Delete(path);
        }

        return next;
    }

    /// <summary>True: frames reach to its end.</summary>
    private static bool IsWhole(SegmentFile segment, RecentKeys keys, out long end)
    {
        using var scan = new FrameScan(segment, segment.Start);
        end = scan.Offset;
        while (scan.TryNext(segment.End))
        {
            keys.TryAdd(scan.Header.Key);
            end = scan.Offset;
        }

        return end == segment.End;
    }

    /// <summary>False: nothing of it is left.</summary>
    private static bool TryCut(SafeFileHandle file, SegmentFile segment, long end, ILogger log)
    {
        Torn(log, segment.End - end, segment.Path);
        if (end <= segment.Start + SegmentHeader.Bytes)
            return false;
        RandomAccess.SetLength(file, end - segment.Start);
        segment.End = end;
        return true;
    }

    [LoggerMessage(1202, LogLevel.Information, "{Bytes} bytes at the end of {Path} were torn by a crash before anybody was told that they are safe; they are cut off")]
    private static partial void Torn(ILogger log, long bytes, string path);

    [LoggerMessage(1203, LogLevel.Error, "{Path} is no segment of a journal ({Why}) and was set aside; what it held is lost unless its senders send it again")]
    private static partial void SetAside(ILogger log, string path, string why);
}
