using System.Text.RegularExpressions;
using ClickHouse.Driver;
using ClickHouse.Driver.ADO;
using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Store;

/// <summary>How a ClickHouse is reached over HTTP. The password is never printed.</summary>
public sealed partial record StoreConnection
{
    /// <summary>Database where nothing else is said.</summary>
    public const string DefaultDatabase = "engine";

    /// <summary>Scheme, host, port; http or https.</summary>
    public required Uri Address { get; init; }
    public string User { get; init; } = "default";
    public string Password { get; init; } = "";

    /// <summary>Letters, digits and underscores. Default <c>engine</c>.</summary>
    public string Database { get; init; } = DefaultDatabase;

    /// <summary>Reads <c>http://user:password@host:8123/database</c>. A wrong one is a usage error that does not repeat the password.</summary>
    public static StoreConnection Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            throw new UserError("the ClickHouse address of --store is not a URL; write http://user:password@host:8123/database", isUsage: true);
        var database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        var user = uri.UserInfo.Split(':', 2);
        return new StoreConnection
        {
            Address = new UriBuilder(uri.Scheme, uri.Host, NamesPort(url) ? uri.Port : uri.Scheme == "https" ? 8443 : 8123).Uri,
            User = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : "default",
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "",
            Database = database.Length > 0 ? CheckDatabase(database) : DefaultDatabase,
        };
    }

    /// <summary>The name, where it can stand in a statement without quotes.</summary>
    public static string CheckDatabase(string name) => DatabaseName().IsMatch(name) ? name
        : throw new UserError("the database name of the store may hold letters, digits and underscores only; choose another", isUsage: true);

    /// <param name="database">Null: <see cref="Database"/>.</param>
    internal ClickHouseClient Open(string? database = null) => new(new ClickHouseClientSettings
    {
        Protocol = Address.Scheme,
        Host = Address.Host,
        Port = (ushort)Address.Port,
        Username = User,
        Password = Password,
        Database = database ?? Database,
        Timeout = TimeSpan.FromMinutes(5),
    });

    public override string ToString() => $"{Address.Scheme}://{Address.Host}:{Address.Port}/{Database}";

    /// <summary>Whether the port is written out: <see cref="Uri"/> forgets a :80 that was.</summary>
    private static bool NamesPort(string url)
    {
        var authority = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..].Split('/', '?', '#')[0];
        var host = authority[(authority.LastIndexOf('@') + 1)..];
        return host.LastIndexOf(':') > host.LastIndexOf(']');
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]{0,63}$", RegexOptions.NonBacktracking)]
    private static partial Regex DatabaseName();
}
