using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Engine.Ingest.Sources.Journal;

/// <summary>One file of a journal. Offsets are those of the journal: the place in the file and where the file begins.</summary>
/// <param name="path">The file, named by where it begins.</param>
/// <param name="header">Its head.</param>
/// <param name="end">Up to where it survives the machine.</param>
internal sealed class SegmentFile(string path, SegmentHeader header, long end)
{
    public const string Ending = ".segment";

    private long _end = end;
    private long _lastRecord = long.MaxValue;

    public string Path { get; } = path;
    public long Start => header.Start;
    public ulong Salt => header.Salt;

    /// <summary>Offset behind its last frame; grows in the newest segment only.</summary>
    public long End
    {
        get => Volatile.Read(ref _end);
        set => Volatile.Write(ref _end, value);
    }

    /// <summary>Offset of the last record that was read of it; what nobody has read to its end has none that could be acknowledged.</summary>
    public long LastRecord
    {
        get => Volatile.Read(ref _lastRecord);
        set => Volatile.Write(ref _lastRecord, value);
    }

    public static string PathOf(string directory, long start) =>
        System.IO.Path.Combine(directory, start.ToString("D19", CultureInfo.InvariantCulture) + Ending);

    /// <summary>Zero-padded names: the order of the names is that of the offsets.</summary>
    public static IEnumerable<string> In(string directory) => Directory.EnumerateFiles(directory, "*" + Ending).Order(StringComparer.Ordinal);

    public SafeFileHandle OpenToRead() =>
        File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
}
