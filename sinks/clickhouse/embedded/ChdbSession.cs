using System.Text;

namespace Engine.Sinks.ClickHouse.Embedded;

/// <summary>
/// A handle that behaves like stateless HTTP: the database and settings of one request are undone before the next one.
/// </summary>
/// <param name="handle">Its handle, owned.</param>
/// <param name="baseline">Settings that always hold, for example the limits of analyst queries; a request may override them for itself.</param>
internal sealed class ChdbSession(ChdbHandle handle, IReadOnlyDictionary<string, string> baseline) : IDisposable
{
    private const string DefaultDatabase = "default";
    private string database = DefaultDatabase;

    public ChdbHandle Handle => handle;

    /// <summary>Settings that libchdb itself starts with and that a reset must leave alone.</summary>
    private HashSet<string>? own;

    /// <summary>Applies the baseline once, before the first request.</summary>
    public void Prepare()
    {
        own = Changed();
        Set(baseline);
    }

    public void Enter(string? requestedDatabase, IReadOnlyDictionary<string, string> settings)
    {
        var wanted = string.IsNullOrEmpty(requestedDatabase) ? DefaultDatabase : requestedDatabase;
        if (wanted != database)
        {
            Run($"USE {Quote(wanted, '`')}");
            database = wanted;
        }

        Set(settings);
    }

    /// <summary>Undoes what the request set.</summary>
    public void Leave(IReadOnlyDictionary<string, string> settings)
    {
        if (settings.Count == 0)
            return;
        var back = new StringBuilder("SET ");
        foreach (var name in settings.Keys)
            back.Append(back.Length > 4 ? ", " : "").Append(name).Append(" = ")
                .Append(baseline.TryGetValue(name, out var value) ? Quote(value, '\'') : "DEFAULT");
        Run(back.ToString());
    }

    /// <summary>After a statement that may have changed anything of the session (SET, USE): back to the start.</summary>
    public void Reset()
    {
        Run($"USE {DefaultDatabase}");
        database = DefaultDatabase;
        var changed = Changed();
        changed.ExceptWith(own ?? []);
        if (changed.Count > 0)
            Run($"SET {string.Join(", ", changed.Order(StringComparer.Ordinal).Select(name => $"{name} = DEFAULT"))}");
        Set(baseline);
    }

    public void Dispose() => handle.Dispose();

    private void Set(IReadOnlyDictionary<string, string> settings)
    {
        if (settings.Count > 0)
            Run($"SET {string.Join(", ", settings.Select(setting => $"{setting.Key} = {Quote(setting.Value, '\'')}"))}");
    }

    private HashSet<string> Changed()
    {
        using var result = handle.Query("SELECT name FROM system.settings WHERE changed");
        return [.. Encoding.UTF8.GetString(result.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private void Run(string sql) => handle.Query(sql).Dispose();

    private static string Quote(string text, char quote) =>
        quote + text.Replace("\\", @"\\", StringComparison.Ordinal).Replace(quote.ToString(), "\\" + quote, StringComparison.Ordinal) + quote;
}
