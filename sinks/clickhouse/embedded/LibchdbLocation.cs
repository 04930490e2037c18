using System.Reflection;
using System.Runtime.InteropServices;
using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>
/// Where libchdb is found: <c>ENGINE_CHDB</c> (file or directory), <c>chdb/</c> beside the executable, and
/// <c>deploy/embedded-clickhouse/node_modules/@chdb/</c> in a directory above it, where <c>npm ci</c> puts it.
/// </summary>
public static class LibchdbLocation
{
    /// <summary>Environment variable that names the library or its directory.</summary>
    public const string Variable = "ENGINE_CHDB";

    private static readonly Lock Registration = new();
    private static bool isRegistered;

    /// <summary>npm's name of this platform's package, or null where libchdb is not built for it.</summary>
    public static string? Platform => (OperatingSystem.IsLinux(), OperatingSystem.IsMacOS(), RuntimeInformation.ProcessArchitecture) switch
    {
        (true, _, Architecture.X64) => "lib-linux-x64-gnu",
        (true, _, Architecture.Arm64) => "lib-linux-arm64-gnu",
        (_, true, Architecture.X64) => "lib-darwin-x64",
        (_, true, Architecture.Arm64) => "lib-darwin-arm64",
        _ => null,
    };

    /// <summary>Full path of the library. Throws a <see cref="UserError"/> that lists the places searched.</summary>
    public static string Find() => Find(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory);

    internal static string Find(string? configured, string executableDirectory)
    {
        if (Platform is not { } platform)
            throw new UserError($"the embedded store has no build for {RuntimeInformation.RuntimeIdentifier}; "
                + "use a ClickHouse server with --store http://user:password@host:8123/engine");
        var file = OperatingSystem.IsMacOS() ? new[] { "libchdb.dylib", "libchdb.so" } : ["libchdb.so"];
        var searched = new List<string>();
        foreach (var directory in Candidates(configured, executableDirectory, platform))
        {
            if (File.Exists(directory))
                return Path.GetFullPath(directory);
            foreach (var name in file)
            {
                var path = Path.Combine(directory, name);
                if (File.Exists(path))
                    return path;
            }

            searched.Add(directory);
        }

        throw new UserError($"libchdb (the embedded ClickHouse) is not installed; searched {string.Join(", ", Shown(searched))}; "
            + "run `make setup`, or use a ClickHouse server with --store http://user:password@host:8123/engine");
    }

    /// <summary>Makes P/Invoke load the library from where it is found.</summary>
    internal static void Register()
    {
        lock (Registration)
        {
            if (isRegistered)
                return;
            var library = Load(Find());
            NativeLibrary.SetDllImportResolver(
                typeof(LibchdbLocation).Assembly, (string name, Assembly _, DllImportSearchPath? _) => name == Libchdb.Name ? library : 0);
            isRegistered = true;
        }
    }

    private static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception broken) when (broken is DllNotFoundException or BadImageFormatException)
        {
            throw new UserError($"{path} cannot be loaded as libchdb (the embedded ClickHouse) on {RuntimeInformation.RuntimeIdentifier}; run `make setup`, "
                + $"and leave {Variable} unset or let it name the library for this machine", cause: broken);
        }
    }

    private static IEnumerable<string> Candidates(string? configured, string executableDirectory, string platform)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            // Named by a person: falling back to another copy would hide the mistake.
            yield return configured;
            yield break;
        }

        yield return Path.Combine(executableDirectory, "chdb");
        for (var at = new DirectoryInfo(executableDirectory); at is not null; at = at.Parent)
            yield return Path.Combine(at.FullName, "deploy", "embedded-clickhouse", "node_modules", "@chdb", platform);
    }

    /// <summary>The parents up to the root are many and all alike: the nearest few and the last say enough.</summary>
    private static List<string> Shown(List<string> searched) =>
        searched.Count <= 4 ? searched : [.. searched.Take(3), $"… and {searched.Count - 3} directories above"];
}
