namespace Engine.Ingest.Formats.Layout;

/// <summary>How a server writes what could be mistaken for the line's own signs.</summary>
internal enum EscapeMode
{
    /// <summary>nginx escape=none: as it came.</summary>
    None,

    /// <summary>nginx: <c>\x22</c>.</summary>
    Hex,

    /// <summary>nginx escape=json: <c>\"</c>, <c>\u0001</c>.</summary>
    Json,

    /// <summary>Apache: <c>\"</c>, <c>\x01</c>.</summary>
    Backslash,
}
