namespace Engine.Sinks.ClickHouse.Store;

/// <summary>How this very engine is started again, as a child.</summary>
internal static class EngineCommandLine
{
    private const string Name = "engine";

    /// <summary>Program and first arguments: the running executable, or <c>dotnet engine.dll</c> where a host runs us (tests, `dotnet run`).</summary>
    public static IReadOnlyList<string> Find()
    {
        var running = Environment.ProcessPath;
        if (running is not null && Path.GetFileNameWithoutExtension(running) == Name)
            return [running];
        var library = Path.Combine(AppContext.BaseDirectory, Name + ".dll");
        var host = running is not null && Path.GetFileNameWithoutExtension(running) == "dotnet" ? running : "dotnet";
        return File.Exists(library) ? [host, library] : [Path.Combine(AppContext.BaseDirectory, Name)];
    }
}
