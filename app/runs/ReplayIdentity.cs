using System.Globalization;
using System.Text.Json;
using Engine.Schemas;

namespace Engine.App.Runs;

/// <summary>Digest of everything that a replay depends on: an interrupted one goes on only where nothing of it has changed.</summary>
internal static class ReplayIdentity
{
    /// <param name="input">What is read: paths, source, range.</param>
    /// <param name="files">Files among it, whose length and time count.</param>
    /// <param name="plan">Where to, and with which options.</param>
    public static string Of(IReadOnlyList<string> input, IReadOnlyList<string> files, RunPlan plan)
    {
        List<string> parts = [EngineRun.ProductVersion, plan.Store.ToString()!, plan.Verdicts is null ? "" : Path.GetFullPath(plan.Verdicts), plan.Baseline.ToString(), .. input];
        foreach (var file in files.Select(file => new FileInfo(file)).Where(file => file.Exists))
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
        parts.Add(JsonSerializer.Serialize(plan.Options with { Detectors = new Dictionary<string, Detection.DetectorOptions>() }));
        parts.AddRange(plan.Options.Detectors.Select(detector => $"{detector.Key} {detector.Value}").Order(StringComparer.Ordinal));
        return StableHash.Of128([.. parts]).ToString("x32", CultureInfo.InvariantCulture)[..16];
    }

    /// <summary>Where its checkpoints are kept.</summary>
    public static string DirectoryOf(string identity, RunPlan plan) => Path.Combine(DataDirectory.Of(plan.Store), "replays", identity);
}
