using System.Text;

namespace Engine.Sinks.ClickHouse.Http;

/// <summary>What can be seen from a statement's text without asking ClickHouse.</summary>
public static class StatementText
{
    /// <summary>The format of its FORMAT clause; null where it has none.</summary>
    public static string? Format(string sql) => StatementShape.Of(Encoding.UTF8.GetBytes(sql)).Format;
}
