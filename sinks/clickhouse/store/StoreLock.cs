using System.Globalization;
using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>
/// The right to open the store of a directory, held by one process; the system takes it back when that process ends, however it does.
/// </summary>
public sealed class StoreLock : IDisposable
{
    private const string Name = "server.lock";

    // Beside the lock: a locked file cannot be read.
    private const string HolderName = "server.pid";
    private readonly FileStream file;

    private StoreLock(FileStream file) => this.file = file;

    /// <summary>Makes the directory (for its owner only) and takes the lock; null where another process has it.</summary>
    public static StoreLock? TryTake(string directory)
    {
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else if (!Directory.Exists(directory))
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(directory, error);
        }

        try
        {
            var file = new FileStream(Path.Combine(directory, Name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(Path.Combine(directory, HolderName), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new StoreLock(file);
        }
        catch (UnauthorizedAccessException error)
        {
            throw Unwritable(directory, error);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or PathTooLongException))
        {
            return null;
        }
    }

    /// <summary>False while a process has the store open.</summary>
    public static bool IsFree(string directory)
    {
        using var taken = TryTake(directory);
        return taken is not null;
    }

    /// <summary>Process that holds the lock, as far as it told; null otherwise.</summary>
    public static int? Holder(string directory)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Path.Combine(directory, HolderName)), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => file.Dispose();

    private static UserError Unwritable(string directory, Exception error) =>
        new($"the store directory {directory} cannot be written ({UserError.Why(error)}); choose another with --store", cause: error);
}
