using Engine.Ingest.Formats.Text;

namespace Engine.Ingest.Formats.Layout;

/// <summary>Puts one value, without escapes and never absent, where it belongs in the call.</summary>
internal delegate void ValueReader(ReadOnlySpan<byte> value, ref CallDraft draft, ParserMemory memory);
