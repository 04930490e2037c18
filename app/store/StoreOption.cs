using System.CommandLine;
using Engine.Schemas;
using Engine.Sinks.ClickHouse.Store;

namespace Engine.App.Store;

/// <summary><c>--store none|DIR|URL</c>, common to the commands that read or write the store.</summary>
internal static class StoreOption
{
    /// <summary>Environment variable that names the user's data directory.</summary>
    public const string Variable = "ENGINE_DATA";

    public static Option<string> Create() => new("--store")
    {
        Description = "Where events and verdicts are kept: a directory (embedded ClickHouse), a ClickHouse URL such as "
            + "http://user:password@host:8123/engine, or none. Default: the directory in ENGINE_DATA, else ~/.local/share/engine.",
        HelpName = "none|DIR|URL",
    };

    /// <summary>The store that is meant. Throws a usage error that never repeats a password.</summary>
    /// <param name="text">As given, null for the default.</param>
    public static StoreLocation Parse(string? text)
    {
        if (text is null)
            return new StoreLocation.Embedded(DefaultDirectory());
        if (text.Length == 0)
            throw new UserError("--store is empty; give none, a directory or a ClickHouse URL", isUsage: true);
        if (text == "none")
            return new StoreLocation.None();
        return text.Contains("://", StringComparison.Ordinal)
            ? new StoreLocation.Server(StoreConnection.Parse(text))
            : new StoreLocation.Embedded(Path.GetFullPath(text));
    }

    /// <summary>The store of a command that only looks: it must be there already.</summary>
    public static StoreLocation ParseExisting(string? text) => Existing(Parse(text));

    /// <inheritdoc cref="ParseExisting"/>
    public static StoreLocation Existing(StoreLocation location)
    {
        if (location is not StoreLocation.Embedded(var directory) || Directory.Exists(Path.Combine(directory, "clickhouse")))
            return location;
        var demo = Path.Combine(directory, "demo", "store");
        throw new UserError(Directory.Exists(demo)
            ? $"there is no store at {directory} yet; the demo's is at --store '{demo}', and `engine replay FILE` fills one of your own"
            : $"there is no store at {directory} yet; fill one with `engine demo` or `engine replay FILE`, or name another with --store");
    }

    private static string DefaultDirectory()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
            return Path.GetFullPath(configured);
        var home = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data
            : Path.Combine(Home(), ".local", "share");
        return Path.GetFullPath(Path.Combine(home, "engine"));
    }

    // A home that is not there yet is still a home: the default answer would be "", and the store would land in the current directory.
    private static string Home()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return home.Length > 0 ? home : throw new UserError($"there is no home directory to keep data in; name a directory with {Variable} or --store");
    }
}
