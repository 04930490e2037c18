using System.Runtime.InteropServices;
using System.Text;
using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>Opens the embedded ClickHouse: one path in one process, and in it as many handles as are needed.</summary>
internal static unsafe class Chdb
{
    /// <summary>Release of libchdb, for example 26.7.3.</summary>
    public static string Version
    {
        get
        {
            LibchdbLocation.Register();
            return Marshal.PtrToStringUTF8((nint)Libchdb.Version()) ?? "unknown";
        }
    }

    /// <summary>
    /// Opens all handles that the process will ever use: each connect resets signal handlers for some microseconds, so this happens
    /// once, before anything else runs.
    /// </summary>
    public static ChdbHandle[] Open(string directory, int handles)
    {
        LibchdbLocation.Register();
        var dispositions = SignalDispositions.Save();
        var opened = new List<ChdbHandle>(handles);
        try
        {
            Libchdb.SetSignalHandlersEnabled(0);
            for (var i = 0; i < handles; i++)
                opened.Add(Connect(directory));
            return [.. opened];
        }
        catch
        {
            foreach (var handle in opened)
                handle.Dispose();
            throw;
        }
        finally
        {
            dispositions.Restore();
        }
    }

    private static ChdbHandle Connect(string directory)
    {
        // Never ":memory:" as a path: libchdb would make a directory of that name.
        fixed (byte* name = "clickhouse\0"u8)
        fixed (byte* path = Encoding.UTF8.GetBytes($"--path={directory}\0"))
        {
            var arguments = stackalloc byte*[2] { name, path };
            var connection = Libchdb.Connect(2, arguments);
            return connection != null
                ? new ChdbHandle(connection)
                : throw new UserError($"the embedded ClickHouse cannot open {directory}; look at the message above, check that the directory is writable and the disk not full");
        }
    }
}
