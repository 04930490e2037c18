using System.ComponentModel.DataAnnotations;
using Engine.App.Checkpoints;
using Engine.App.Configuration.Binding;
using Engine.Detection;
using Engine.Detection.Verdicts;
using Engine.Enrichment;
using Engine.Ingest.Formats;
using Engine.Ingest.Formats.Otlp;
using Engine.Schemas;
using Engine.Sinks.Enforcement;
using Engine.Sinks.Kafka;

namespace Engine.App.Configuration;

/// <summary>The whole configuration: one property is one section of the file. A room plugs in with one line.</summary>
internal sealed record EngineOptions : IValidatableObject
{
    /// <summary>How the engine runs, whatever it reads.</summary>
    public PipelineOptions Engine { get; init; } = new();

    /// <summary>Where the calls come from. `engine run` reads them side by side, in the order of arrival.</summary>
    public IReadOnlyList<SourceOptions> Sources { get; init; } = [];

    /// <summary>nginx and Apache access logs (format combined): what their lines do not say.</summary>
    public Combined.Options Combined { get; init; } = new();

    /// <summary>HAProxy's HTTP log (format haproxy): what its lines do not say.</summary>
    public HaproxyHttp.Options Haproxy { get; init; } = new();

    /// <summary>Envoy's and Istio's text log (format envoy-text): what its lines do not say.</summary>
    public EnvoyText.Options EnvoyText { get; init; } = new();

    /// <summary>OpenTelemetry (formats otlp-json and otlp-protobuf): what spans do not say.</summary>
    public OtlpOptions Otlp { get; init; } = new();

    /// <summary>JSON access logs, by a map from our fields to theirs. `engine formats` lists what is built in.</summary>
    public IReadOnlyList<MappedJson.Options> Formats { get; init; } = [];

    /// <summary>Access logs of nginx and Apache in a form of your own, by the log_format or LogFormat of the server.</summary>
    public IReadOnlyList<LogFormat.Options> LogFormats { get; init; } = [];

    /// <summary>What of headers and bodies is taken in at all.</summary>
    public CaptureOptions Capture { get; init; } = new();

    /// <summary>Who calls, which endpoint, which object; and what is secret.</summary>
    public Enricher.Options Enrichment { get; init; } = new();

    /// <summary>Options of the detectors, by id. `engine detectors` lists them.</summary>
    [TypesByKey(nameof(DetectorTypes))]
    public IReadOnlyDictionary<string, DetectorOptions> Detectors { get; init; } = new Dictionary<string, DetectorOptions>();

    /// <summary>From which score an actor gets which action, and for how long.</summary>
    public ScoringOptions Scoring { get; init; } = new();

    /// <summary>Which points act on verdicts, and the rails that keep them from hitting the innocent.</summary>
    public EnforcementOptions Enforcement { get; init; } = new();

    /// <summary>Where events, sessions, signals and verdicts are kept and queried: ClickHouse, embedded or a server.</summary>
    public StoreOptions Store { get; init; } = new();

    /// <summary>State that a live engine keeps, so that a restart goes on where it was.</summary>
    public CheckpointOptions Checkpoints { get; init; } = new();

    /// <summary>Verdicts for other programs.</summary>
    public VerdictOptions Verdicts { get; init; } = new();

    /// <summary>Verdicts and refused records as Kafka topics. Without it nothing is published. `engine topics` checks and creates the topics.</summary>
    public KafkaSinkOptions? Kafka { get; init; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var twice in Sources.GroupBy(source => source.Name).Where(named => named.Count() > 1))
            yield return new ValidationResult($"{twice.Count()} sources are named '{twice.Key}'; positions and baselines need distinct names", [nameof(Sources)]);
        if (Sources.SelectMany(source => source.Paths).Count(path => path == SourceOptions.StandardInput) > 1)
            yield return new ValidationResult("standard input ('-') can be read once only", [nameof(Sources)]);
        foreach (var problem in ReceiverRules.SharingProblems(Sources))
            yield return new ValidationResult(problem, [nameof(Sources)]);
        foreach (var problem in Formats.SelectMany(format => format.Problems().Select(problem => $"format '{format.Name}': {problem}")))
            yield return new ValidationResult(problem, [nameof(Formats)]);
        foreach (var problem in LogFormats.SelectMany(format => format.Problems().Select(problem => $"log format '{format.Name}': {problem}")))
            yield return new ValidationResult(problem, [nameof(LogFormats)]);
        var known = FormatCatalog.All.Select(format => format.Info.Name)
            .Concat(Formats.Select(format => format.Name)).Concat(LogFormats.Select(format => format.Name)).ToList();
        foreach (var source in Sources.Where(source => source.Format.Length > 0))
        {
            if (ProblemOf(source, known) is { } problem)
                yield return new ValidationResult($"source '{source.Name}': {problem}", [nameof(Sources)]);
        }
    }

    private static string? ProblemOf(SourceOptions source, List<string> known)
    {
        if (source.Format == FormatChoice.Auto)
            return source.IsReceiver ? "what will be sent cannot be looked at before it comes; name its format (`engine formats` lists them)" : null;
        string[] parts = source.Format.Split('/');
        if (!known.Contains(parts[^1]))
            return $"no format is named '{parts[^1]}'{Nearest.HintOrKnown(parts[^1], known)}";
        return parts[..^1].FirstOrDefault(name => FormatCatalog.Envelopes.All(known => known.Name != name)) is { } other
            ? $"no envelope is named '{other}'{Nearest.HintOrKnown(other, [.. FormatCatalog.Envelopes.Select(known => known.Name)])}"
            : null;
    }

    /// <summary>Formats with what the configuration says of them.</summary>
    /// <exception cref="UserError">Formats of the configuration are wrong.</exception>
    internal FormatCatalog Catalog() => FormatCatalog.Create(FormatOptions());

    private FormatOptions FormatOptions() => new()
    {
        Mapped = Formats,
        LogFormats = LogFormats,
        Combined = Combined,
        Haproxy = Haproxy,
        EnvoyText = EnvoyText,
        Otlp = Otlp,
        Capture = Capture,
    };

    internal static IReadOnlyDictionary<string, Type> DetectorTypes =>
        DetectorCatalog.All.ToDictionary(entry => entry.Info.Id, entry => entry.Defaults.GetType());
}
