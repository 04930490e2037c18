using System.ComponentModel.DataAnnotations;
using Engine.Ingest.Sources.Kafka;

namespace Engine.App.Configuration;

/// <summary>One entry of <c>sources</c>.</summary>
internal sealed record SourceOptions : IValidatableObject
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>Name in positions and baselines; keep it when the file moves.</summary>
    /// <example>access-log</example>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", ErrorMessage = "is not a name; use letters, digits, '.', '_' and '-', at most 64")]
    public required string Name { get; init; }

    /// <summary>Kind of source. Default file.</summary>
    public SourceKind Kind { get; init; } = SourceKind.File;

    /// <summary>Files: plain, gzip or zstd; '-' is standard input. Several are merged by time, unless they are followed.</summary>
    /// <example>[/var/log/nginx/access.log]</example>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Topics, for kind kafka. Each partition is read in its own order, and every partition must be this engine's.</summary>
    public KafkaOptions? Kafka { get; init; }

    /// <summary>
    /// Format of the records; `engine formats` lists them. What shippers write around it stands before it, outermost first: docker/combined,
    /// json/cri/envoy. Of files auto finds it out, and says why.
    /// </summary>
    /// <example>combined</example>
    [MinLength(1, ErrorMessage = "is empty; `engine formats` lists them")]
    public required string Format { get; init; }

    /// <summary>What the traffic is: production, staging, test. Baselines are kept apart for each. Default production.</summary>
    [RegularExpression("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$", ErrorMessage = "is not a name; use letters, digits, '.', '_' and '-', at most 64")]
    public string Environment { get; init; } = "production";

    /// <summary>Goes on reading as the file grows and is rotated. Default false.</summary>
    public bool Follow { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind == SourceKind.File && Paths.Count == 0) yield return new ValidationResult(Kafka is null ? "names no file" : "names no file; should the source be of kind kafka?", [nameof(Paths)]);
        if (Kind == SourceKind.Kafka && Kafka is null)
            yield return new ValidationResult("is missing: kind kafka asks for bootstrap_servers and topics", [nameof(Kafka)]);
        if (Kind == SourceKind.Kafka && (Paths.Count > 0 || Follow))
            yield return new ValidationResult("has no effect: the source is of kind kafka", [Paths.Count > 0 ? nameof(Paths) : nameof(Follow)]);
        if (Paths.Any(string.IsNullOrWhiteSpace)) yield return new ValidationResult("holds an empty path", [nameof(Paths)]);
        if (Follow && Paths.Contains(StandardInput))
            yield return new ValidationResult("standard input ('-') cannot be followed; it is read until it ends", [nameof(Follow)]);
        if (Follow && Paths.Any(path => path.EndsWith(".gz", StringComparison.Ordinal) || path.EndsWith(".zst", StringComparison.Ordinal)))
            yield return new ValidationResult("a compressed file does not grow; name the file that is written to", [nameof(Follow)]);
    }
}
