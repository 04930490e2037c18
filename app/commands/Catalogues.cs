using Engine.Ingest.Formats;

namespace Engine.App.Commands;

/// <summary>The rooms' catalogues, as the commands list them: one line a room.</summary>
internal static class Catalogues
{
    public static IEnumerable<FormatInfo> Formats => [];

    public static IEnumerable<CatalogueEntry> Detectors => [];
}
