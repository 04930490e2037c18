using System.Globalization;
using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.Sinks.ClickHouse.Spool;

/// <summary>
/// The journal of one process: a directory of its own under the common one, locked while it lives. What processes that are gone have left
/// is taken over at the start. A file that cannot be believed is set aside as <c>.broken</c>, never deleted.
/// </summary>
/// <remarks>One thread writes, one reads and deletes.</remarks>
internal sealed partial class SpoolDirectory : IDisposable
{
    private const string LockName = "lock";
    private const string Ending = ".cut";
    private readonly string root;
    private readonly string directory;
    private readonly FileStream held;
    private readonly ILogger log;
    private byte[] readBack = [];
    private long bytes;
    private int count;
    private long number;

    private SpoolDirectory(string root, string directory, FileStream held, ILogger log)
    {
        this.root = root;
        this.directory = directory;
        this.held = held;
        this.log = log;
    }

    /// <summary>Where everything is kept that belongs to this store.</summary>
    public string Root => root;

    /// <summary>Bytes of the cuts that wait.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Cuts that wait.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>What earlier processes left, the oldest first.</summary>
    public IReadOnlyList<SpoolFile> Left { get; private set; } = [];

    /// <param name="root">Made where it is missing.</param>
    /// <param name="name">Name of this process' directory: names are in the order in which processes started.</param>
    /// <param name="log">Where it is told what was found.</param>
    /// <exception cref="UserError">It cannot be written.</exception>
    public static SpoolDirectory Open(string root, string name, ILogger log)
    {
        try
        {
            var directory = Path.Combine(root, name);
            Directory.CreateDirectory(directory);
            var spool = new SpoolDirectory(root, directory, Lock(directory), log);
            spool.TakeOver();
            return spool;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"the journal {root} cannot be written ({UserError.Why(error)}); correct its permissions, or choose another data directory", cause: error);
        }
    }

    /// <summary>Returns when the cut survives the machine.</summary>
    /// <exception cref="IOException">The disk is full or broken; nothing is left of it.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public SpoolFile Write(CutRows cut)
    {
        var path = NextPath();
        return Counted(new SpoolFile(path, DurableFile.Write(path, stream => SpoolFormat.Write(cut, stream))));
    }

    /// <returns>Valid until the next is read; null where the file cannot be believed: it was set aside and told.</returns>
    public CutRows? Read(SpoolFile file)
    {
        try
        {
            using var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (readBack.Length < stream.Length)
                readBack = new byte[stream.Length];
            return SpoolFormat.Read(readBack.AsMemory(0, stream.ReadAtLeast(readBack.AsSpan(0, (int)stream.Length), (int)stream.Length, throwOnEndOfStream: false)));
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            var aside = AsidePath(file.Path);
            File.Move(file.Path, aside, overwrite: true);
            Discount(file);
            Broken(aside, UserError.Why(error));
            return null;
        }
    }

    public void Delete(SpoolFile file)
    {
        File.Delete(file.Path);
        Discount(file);
    }

    /// <summary>Keeps rows for a person: the file is whole, and is sent at the next start when it is put back under the name it had.</summary>
    /// <returns>Its path.</returns>
    public string SetAside(CutRows rows)
    {
        var aside = AsidePath(NextPath());
        DurableFile.Write(aside, stream => SpoolFormat.Write(rows, stream));
        return aside;
    }

    public void Dispose()
    {
        held.Dispose();
        if (Count == 0)
            Directory.Delete(directory, recursive: true);
    }

    private static FileStream Lock(string directory) =>
        new(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private void TakeOver()
    {
        var left = new List<SpoolFile>();
        foreach (var other in Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Where(other => other != directory))
        {
            using (var gone = TryLock(other))
            {
                if (gone is null)
                    continue;
                foreach (var path in Directory.EnumerateFiles(other, "*" + Ending).Order(StringComparer.Ordinal))
                {
                    var taken = NextPath();
                    File.Move(path, taken);
                    left.Add(Counted(new SpoolFile(taken, new FileInfo(taken).Length)));
                }
            }

            Directory.Delete(other, recursive: true);
        }

        // Put back by hand after it was set aside.
        foreach (var path in Directory.EnumerateFiles(root, "*" + Ending).Order(StringComparer.Ordinal).ToList())
        {
            var taken = NextPath();
            File.Move(path, taken);
            left.Add(Counted(new SpoolFile(taken, new FileInfo(taken).Length)));
        }

        Left = left;
        if (left.Count > 0)
            TakenOver(left.Count, root);
    }

    /// <summary>Null: its process lives.</summary>
    private static FileStream? TryLock(string directory)
    {
        try
        {
            return Lock(directory);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private SpoolFile Counted(SpoolFile file)
    {
        Interlocked.Add(ref bytes, file.Bytes);
        Interlocked.Increment(ref count);
        return file;
    }

    private void Discount(SpoolFile file)
    {
        Interlocked.Add(ref bytes, -file.Bytes);
        Interlocked.Decrement(ref count);
    }

    private string NextPath() => Path.Combine(directory, Interlocked.Increment(ref number).ToString("D12", CultureInfo.InvariantCulture) + Ending);

    /// <summary>Beside the directories of the processes: it stays when they go.</summary>
    private string AsidePath(string path) => Path.Combine(root, $"{Path.GetFileName(directory)}-{Path.GetFileName(path)}.broken");

    [LoggerMessage(3201, LogLevel.Information, "{Blocks} blocks that an earlier run left in {Directory} are stored first")]
    private partial void TakenOver(int blocks, string directory);

    [LoggerMessage(3202, LogLevel.Error,
        "a block of the journal cannot be read ({Why}) and was set aside as {Path}; its calls come again from their source where they lie behind the last checkpoint, otherwise replay them; then delete the file")]
    private partial void Broken(string path, string why);
}
