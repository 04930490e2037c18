namespace Engine.Sinks.ClickHouse.Store;

/// <summary>Values of the <c>{name:Type}</c> places of a statement.</summary>
public static class StoreParameter
{
    /// <summary>A value as it travels: a field of TabSeparated.</summary>
    public static string Escape(string value) => value.Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("\t", "\\t", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);
}
