namespace Engine.Sinks.ClickHouse.Http;

internal enum ShapeKind
{
    /// <summary>Anything but an INSERT.</summary>
    Other,

    /// <summary>INSERT … FORMAT x: the rows follow.</summary>
    InsertRows,

    /// <summary>INSERT … VALUES: the rows are part of the text.</summary>
    InsertValues,

    /// <summary>INSERT … SELECT, or one without rows.</summary>
    InsertSelect,
}
