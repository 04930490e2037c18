using System.Runtime.InteropServices;

namespace Engine.Schemas;

/// <summary>A file that was forced to the disk can still be gone after a power cut: its name is safe only when its directory is forced too.</summary>
public static partial class DirectoryNames
{
    /// <summary>Forces the names in a directory to the disk. Windows keeps them by itself.</summary>
    /// <exception cref="IOException">The disk is broken, or the directory cannot be opened.</exception>
    public static void Sync(string directory)
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

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
