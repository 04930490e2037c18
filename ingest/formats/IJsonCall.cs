using System.Text.Json;

namespace Engine.Ingest.Formats;

/// <summary>Reads one call from one JSON object.</summary>
internal interface IJsonCall
{
    FormatInfo Info { get; }

    /// <summary>The reader stands on the object's start and must be left on its end.</summary>
    void Read(ref Utf8JsonReader reader, ref CallDraft draft);
}
