using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Engine.Schemas;

namespace Engine.Sinks.ClickHouse.Migrations;

/// <summary>One numbered step of the store's schema, from <c>schemas/clickhouse/NNN_name.sql</c>.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Name">File name without extension.</param>
/// <param name="Digest">SHA-256 of the text, lower hex: an applied step never changes, a change is a new step.</param>
/// <param name="Statements">In order; each may run twice without harm, since two engines may start at once.</param>
public sealed record Migration(int Number, string Name, string Digest, IReadOnlyList<string> Statements)
{
    private const string Folder = "clickhouse/";

    /// <summary>All steps of this build, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Load();

    internal static Migration Parse(string name, string text)
    {
        // Line ends must not change the digest: a checkout may convert them.
        var normal = text.ReplaceLineEndings("\n");
        return new Migration(
            int.Parse(name.AsSpan(0, name.IndexOf('_', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture),
            name,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normal))),
            [.. normal.Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);
    }

    private static Migration[] Load()
    {
        var assembly = typeof(ApiEvent).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return Parse(Path.GetFileNameWithoutExtension(name[Folder.Length..]), reader.ReadToEnd());
        })];
    }
}
