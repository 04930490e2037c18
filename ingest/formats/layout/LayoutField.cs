namespace Engine.Ingest.Formats.Layout;

/// <summary>A variable's place in a line.</summary>
/// <param name="Name">As it is written in the format.</param>
/// <param name="Kind">What its values are made of.</param>
/// <param name="Read">Null: its values are passed over.</param>
/// <param name="IsTime">It is the time of the call.</param>
internal sealed record LayoutField(string Name, ValueKind Kind, ValueReader? Read, bool IsTime);
