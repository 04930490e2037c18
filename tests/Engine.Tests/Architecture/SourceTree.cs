namespace Engine.Tests.Architecture;

/// <summary>The repository's own files, found upward from the test assembly.</summary>
internal static class SourceTree
{
    private static readonly string[] NotSource = [".git", "artifacts", "out", "bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea"];

    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    /// <summary>Path relative to the root with '/', of every file with one of the endings, without what is built or downloaded.</summary>
    public static IEnumerable<string> Files(params string[] endings) => Directory.EnumerateDirectories(Root)
        .Where(directory => !NotSource.Contains(Path.GetFileName(directory)))
        .SelectMany(Walk)
        .Concat(Directory.EnumerateFiles(Root))
        .Where(file => endings.Length == 0 || endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Walk(string directory) => Directory.EnumerateFiles(directory).Concat(
        Directory.EnumerateDirectories(directory).Where(inner => !NotSource.Contains(Path.GetFileName(inner))).SelectMany(Walk));

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Engine.sln"))) return directory.FullName;
        }

        throw new InvalidOperationException($"no Engine.sln above {AppContext.BaseDirectory}");
    }
}
