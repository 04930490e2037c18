using Engine.Detection;
using Engine.Ingest.Formats;

namespace Engine.App.Commands;

/// <summary>The rooms' catalogues, as the commands list them: one line a room.</summary>
internal static class Catalogues
{
    public static IEnumerable<FormatInfo> Formats => FormatCatalog.All.Select(format => format.Info);

    public static IEnumerable<CatalogueEntry> Detectors => DetectorCatalog.All.Select(entry => new CatalogueEntry(
        entry.Info.Id, $"{entry.Info.Title}: {entry.Info.Catches}",
        [
            new("categories", string.Join(", ", entry.Info.Categories)),
            new("severity", entry.Info.Severity.ToString().ToLowerInvariant()),
            new("keyed by", entry.Info.Key),
            new("needs", string.Join(", ", entry.Info.Needs)),
            new("may be wrong on", string.Join("; ", entry.Info.FalsePositives)),
            new("memory", entry.Info.Memory),
        ],
        entry.Defaults.GetType(), $"detectors.{entry.Info.Id}"));
}
