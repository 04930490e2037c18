using System.Globalization;
using Engine.Schemas;

namespace Engine.App.Checkpoints;

/// <summary>
/// The checkpoints of one engine on the disk: whole ones, each followed by those that hold only what changed. The two latest whole ones and
/// everything after the older of them are kept, so that a file that cannot be read costs one step back and not all.
/// </summary>
internal sealed class CheckpointDirectory : IDisposable
{
    private const string Whole = ".whole", Delta = ".delta", Broken = ".broken", Prefix = "checkpoint-", LockName = "engine.lock";

    /// <summary>Whole checkpoints kept.</summary>
    private const int Kept = 2;

    private readonly string _path;
    private readonly FileStream _lock;

    private CheckpointDirectory(string path, FileStream held)
    {
        _path = path;
        _lock = held;
    }

    /// <summary>Takes the directory for this process, and makes it where it is missing.</summary>
    /// <exception cref="UserError">Another engine has it, or it cannot be written.</exception>
    public static CheckpointDirectory Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            var held = new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            foreach (var torn in Directory.GetFiles(path, "*" + CheckpointWriter.Unfinished))
                File.Delete(torn);
            return new CheckpointDirectory(path, held);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UserError($"the checkpoint directory {path} cannot be written ({UserError.Why(e)}); choose another with checkpoints.directory", cause: e);
        }
        catch (IOException e) when (Directory.Exists(path))
        {
            throw new UserError($"another engine keeps its state in {path}; stop it, or give this one its own with checkpoints.directory or --store", cause: e);
        }
        catch (IOException e)
        {
            throw new UserError($"the checkpoint directory {path} cannot be made ({UserError.Why(e)}); choose another with checkpoints.directory", cause: e);
        }
    }

    /// <summary>Number of the newest checkpoint; 0 when there is none.</summary>
    public long Newest => Files().Select(file => file.Number).DefaultIfEmpty(0).Max();

    public string PathOf(long number, bool isWhole) =>
        Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:00000000}{(isWhole ? Whole : Delta)}"));

    /// <summary>
    /// The files to restore from, oldest first: the latest whole checkpoint that can be read, and those after it up to the first that
    /// cannot. What cannot is set aside, so that its number can be used again.
    /// </summary>
    /// <param name="trouble">Told about each file that cannot be read.</param>
    /// <returns>Empty where there is nothing to restore from.</returns>
    public IReadOnlyList<string> Chain(Action<string> trouble)
    {
        var files = Files();
        for (var start = files.FindLastIndex(file => file.IsWhole); start >= 0; start = start == 0 ? -1 : files.FindLastIndex(start - 1, file => file.IsWhole))
        {
            var chain = Readable(files[start..], trouble);
            if (chain.Count == 0)
                continue;
            foreach (var behind in files.Where(file => file.Number > chain[^1].Number))
                SetAside(behind.Path);
            return [.. chain.Select(file => file.Path)];
        }

        foreach (var file in files)
            SetAside(file.Path);
        return [];
    }

    /// <summary>Deletes what no restore needs any more.</summary>
    public void Prune()
    {
        var files = Files();
        var wholes = files.Where(file => file.IsWhole).ToList();
        var oldest = wholes.Count < Kept ? long.MinValue : wholes[^Kept].Number;
        foreach (var file in files.Where(file => file.Number < oldest))
            File.Delete(file.Path);
        foreach (var broken in Directory.GetFiles(_path, Prefix + "*" + Broken).Order(StringComparer.Ordinal).SkipLast(Kept))
            File.Delete(broken);
    }

    /// <summary>Deletes everything: what was interrupted has ended, or is to begin anew.</summary>
    public void Clear()
    {
        foreach (var file in Directory.GetFiles(_path, Prefix + "*"))
            File.Delete(file);
    }

    public void Dispose() => _lock.Dispose();

    private static List<CheckpointFile> Readable(IReadOnlyList<CheckpointFile> candidates, Action<string> trouble)
    {
        var chain = new List<CheckpointFile>();
        foreach (var file in candidates)
        {
            if ((chain.Count > 0 && file.Number != chain[^1].Number + 1) || !File.Exists(file.Path))
                break;
            try
            {
                CheckpointReader.Verify(file.Path);
                chain.Add(file);
            }
            catch (Exception e) when (e is InvalidDataException or IOException)
            {
                trouble($"checkpoint {file.Path} cannot be read: {e.Message}; it is set aside as {Broken}");
                SetAside(file.Path);
                break;
            }
        }

        return chain;
    }

    private static void SetAside(string path)
    {
        if (File.Exists(path))
            File.Move(path, path + Broken, overwrite: true);
    }

    private List<CheckpointFile> Files() =>
    [
        .. Directory.GetFiles(_path, Prefix + "*").Select(CheckpointFile.Of).OfType<CheckpointFile>()
            .OrderBy(file => file.Number).ThenByDescending(file => file.IsWhole),
    ];

    private sealed record CheckpointFile(string Path, long Number, bool IsWhole)
    {
        public static CheckpointFile? Of(string path)
        {
            var extension = System.IO.Path.GetExtension(path);
            var digits = System.IO.Path.GetFileNameWithoutExtension(path)[Prefix.Length..];
            return extension is Whole or Delta && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? new CheckpointFile(path, number, extension == Whole)
                : null;
        }
    }
}
