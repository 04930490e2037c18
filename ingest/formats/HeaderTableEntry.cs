namespace Engine.Ingest.Formats;

/// <param name="Name">Lower case.</param>
/// <param name="Place">Where its value goes.</param>
internal sealed record HeaderTableEntry(string Name, HeaderPlace Place);
