namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>Reads one row; what it returns counts only where the row was there whole.</summary>
internal delegate T DecodeRow<out T>(ref RowReader row);
