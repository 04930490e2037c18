using System.Globalization;
using System.Text.Json;
using Engine.App.Configuration;
using Engine.Schemas;

namespace Engine.App.Runs;

/// <summary>Names the options that change a judgement: two runs with one digest, one build and one input decide the same.</summary>
internal static class OptionsDigest
{
    /// <param name="options">All; where things are kept, who is blocked and how fast it goes are left out, and so are secrets.</param>
    /// <param name="rules">Digest of detectors and scoring.</param>
    /// <param name="documents">Digest of the API documents.</param>
    public static string Of(EngineOptions options, string rules, string documents) => StableHash.Of128(
        [
            rules,
            documents,
            string.Create(CultureInfo.InvariantCulture, $"{options.Engine.OrderSlack} {options.Engine.AllowedLateness} {options.Engine.Memory}"),
            JsonSerializer.Serialize(options.Combined),
            JsonSerializer.Serialize(options.Formats),
            JsonSerializer.Serialize(options.Capture),
            JsonSerializer.Serialize(options.Otlp),
            JsonSerializer.Serialize(options.Haproxy),
            JsonSerializer.Serialize(options.EnvoyText),
            JsonSerializer.Serialize(options.LogFormats),
            JsonSerializer.Serialize(options.Enrichment with { SecretKey = [] }),
        ]).ToString("x32", CultureInfo.InvariantCulture)[..12];
}
