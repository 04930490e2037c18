using Engine.Schemas;

namespace Engine.Sinks.Enforcement;

/// <summary>
/// The directory with everything enforcement remembers, readable by its owner only and held by one process at a time:
/// two engines that reconciled the same points from two journals would undo each other.
/// </summary>
internal sealed class StateDirectory : IDisposable
{
    private readonly FileStream _lock;

    private StateDirectory(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }
    public string Journal => System.IO.Path.Combine(Path, "desired.json");
    public string Audit => System.IO.Path.Combine(Path, "audit.jsonl");

    /// <summary>Where the running engine listens for <c>engine unblock</c>: a file that holds the socket's path.</summary>
    public static string Control(string path) => System.IO.Path.Combine(path, "control");

    /// <summary>Null: another process holds it.</summary>
    public static StateDirectory? Hold(string path)
    {
        var lockFile = System.IO.Path.Combine(path, "lock");
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(path);
            else
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            return new StateDirectory(path, new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(lockFile))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserError($"{path} cannot hold the state of enforcement ({UserError.Why(e)}); correct its permissions or choose another data directory", cause: e);
        }
    }

    public void Dispose() => _lock.Dispose();
}
