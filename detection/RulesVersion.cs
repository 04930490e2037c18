using Engine.Detection.Verdicts;
using Engine.Schemas;

namespace Engine.Detection;

/// <summary>Names the rules that decided: a digest of every detector's id, version and options, and of the scoring.</summary>
internal static class RulesVersion
{
    public static string Of(IReadOnlyDictionary<string, DetectorOptions> detectors, ScoringOptions scoring)
    {
        List<string> parts = [scoring.ToString()];
        foreach (var entry in DetectorCatalog.All)
            parts.Add($"{entry.Info.Id} {entry.Info.Version} {detectors.GetValueOrDefault(entry.Info.Id) ?? entry.Defaults}");
        return StableHash.Of128([.. parts]).ToString("x32", System.Globalization.CultureInfo.InvariantCulture)[..12];
    }
}
