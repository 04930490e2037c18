using Engine.Schemas;

namespace Engine.Ingest.Sources;

/// <summary>One file to read, or standard input.</summary>
/// <param name="Path">Full path; "-" for standard input.</param>
/// <param name="Name">Source name of its positions: the file's name, with as many folders before it as make it unlike the others.</param>
internal sealed record InputFile(string Path, string Name)
{
    public const string StandardInput = "-";

    public bool IsStandardInput => Path == StandardInput;

    /// <summary>Files of the paths in the order given; a folder or pattern stands for its files in ordinal order.</summary>
    /// <exception cref="UserError">A path names nothing readable.</exception>
    public static IReadOnlyList<InputFile> Expand(IReadOnlyList<string> paths)
    {
        if (paths.Count == 0)
            throw new UserError("no input file is given; name files, folders or '-' for standard input", isUsage: true);
        var files = new List<string>();
        foreach (var path in paths)
            AddFiles(path, files);
        for (var i = 0; i < files.Count; i++)
        {
            if (files.IndexOf(files[i]) != i)
                throw new UserError($"{files[i]} is given twice; name each file once", isUsage: true);
        }

        return [.. files.Select(file => new InputFile(file, NameOf(file, files)))];
    }

    private static void AddFiles(string path, List<string> files)
    {
        if (path == StandardInput)
        {
            files.Add(path);
            return;
        }

        var full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full))
        {
            files.Add(full);
        }
        else if (Directory.Exists(full))
        {
            AddMatching(path, full, "*", "holds no files; name a folder with log files", files);
        }
        else
        {
            var pattern = System.IO.Path.GetFileName(full);
            var folder = System.IO.Path.GetDirectoryName(full);
            if (!pattern.AsSpan().ContainsAny('*', '?') || folder is null)
                throw new UserError($"{path} does not exist; check the path");
            if (!Directory.Exists(folder))
                throw new UserError($"folder of {path} does not exist; '*' and '?' may stand in the last part only");
            AddMatching(path, folder, pattern, "matches no file; check the pattern", files);
        }
    }

    private static void AddMatching(string path, string folder, string pattern, string nothing, List<string> files)
    {
        string[] found;
        try
        {
            found = Directory.GetFiles(folder, pattern);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw new UserError($"{path} cannot be listed ({UserError.Why(denied)}); check its permissions", cause: denied);
        }

        // Hidden files are editors' and shippers' own.
        var visible = found.Where(file => !System.IO.Path.GetFileName(file).StartsWith('.')).Order(StringComparer.Ordinal).ToArray();
        if (visible.Length == 0)
            throw new UserError($"{path} {nothing}");
        files.AddRange(visible);
    }

    private static string NameOf(string path, List<string> all)
    {
        if (path == StandardInput)
            return "stdin";
        var name = System.IO.Path.GetFileName(path);
        var folder = System.IO.Path.GetDirectoryName(path);
        while (folder is not null && all.Exists(other => other != path && ("/" + other.Replace('\\', '/')).EndsWith("/" + name, StringComparison.Ordinal)))
        {
            name = $"{System.IO.Path.GetFileName(folder)}/{name}";
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        return name;
    }
}
