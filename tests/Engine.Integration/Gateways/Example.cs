namespace Engine.Integration.Gateways;

/// <summary>Configurations of <c>deploy/examples</c> as they stand there: only paths and ports are changed, so that they are what is tested.</summary>
internal static class Example
{
    /// <param name="product">Folder of the example.</param>
    /// <param name="file">Name of the file.</param>
    public static string PathOf(string product, string file) => Path.Combine(Root(), "deploy", "examples", product, file);

    /// <summary>Writes a copy for this machine.</summary>
    /// <param name="product">Folder of the example.</param>
    /// <param name="file">Name of the file, and of the copy.</param>
    /// <param name="directory">Where the copy goes.</param>
    /// <param name="changes">Paths and ports, each of which must stand there.</param>
    /// <returns>Path of the copy.</returns>
    public static string Copy(string product, string file, string directory, params (string Old, string New)[] changes)
    {
        var text = File.ReadAllText(PathOf(product, file));
        foreach (var (old, value) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, value, StringComparison.Ordinal);
        }

        var copy = Path.Combine(directory, file);
        File.WriteAllText(copy, text);
        return copy;
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Engine.sln")))
            directory = directory.Parent;
        return directory.FullName;
    }
}
