using System.Runtime.InteropServices;

namespace Engine.Sinks.ClickHouse.Spool;

/// <summary>Puts a file in its place so that it survives the machine: written beside, forced to the disk, renamed, and the name forced too.</summary>
internal static partial class DurableFile
{
    public const string Unfinished = ".tmp";

    /// <returns>Bytes written.</returns>
    /// <exception cref="IOException">The disk is full or broken; nothing is left.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static long Write(string path, Action<Stream> write)
    {
        var beside = path + Unfinished;
        try
        {
            long length;
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                write(file);
                file.Flush(flushToDisk: true);
                length = file.Length;
            }

            File.Move(beside, path, overwrite: true);
            SyncDirectory(Path.GetDirectoryName(path)!);
            return length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove(beside);
            throw;
        }
    }

    /// <summary>A new name is safe only when its directory is.</summary>
    private static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(directory, flags: 0);
        if (handle < 0)
            throw new IOException($"{directory} cannot be opened (errno {Marshal.GetLastPInvokeError()})");
        try
        {
            const int NotSupported = 22;
            if (Sync(handle) != 0 && Marshal.GetLastPInvokeError() is not NotSupported and var code)
                throw new IOException($"{directory} cannot be forced to the disk (errno {code})");
        }
        finally
        {
            _ = Close(handle);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to tell; what is left here is passed over at the next start.
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
