using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Spool;

/// <summary>Puts a file in its place so that it survives the machine: written beside, forced to the disk, renamed, and the name forced too.</summary>
internal static class DurableFile
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
            DirectoryNames.Sync(Path.GetDirectoryName(path)!);
            return length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Remove(beside);
            throw;
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
}
