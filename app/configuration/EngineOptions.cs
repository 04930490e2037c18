using System.ComponentModel.DataAnnotations;

namespace Engine.App.Configuration;

/// <summary>The whole configuration: one property is one section of the file. A room plugs in with one line.</summary>
internal sealed record EngineOptions : IValidatableObject
{
    /// <summary>How the engine runs, whatever it reads.</summary>
    public PipelineOptions Engine { get; init; } = new();

    /// <summary>Where the calls come from. `engine run` reads them all at once, merged by time.</summary>
    public IReadOnlyList<SourceOptions> Sources { get; init; } = [];

    /// <summary>Where events, sessions, signals and verdicts are kept and queried: ClickHouse, embedded or a server.</summary>
    public StoreOptions Store { get; init; } = new();

    /// <summary>Verdicts for other programs.</summary>
    public VerdictOptions Verdicts { get; init; } = new();

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var twice in Sources.GroupBy(source => source.Name).Where(named => named.Count() > 1))
            yield return new ValidationResult($"{twice.Count()} sources are named '{twice.Key}'; positions and baselines need distinct names", [nameof(Sources)]);
        if (Sources.SelectMany(source => source.Paths).Count(path => path == SourceOptions.StandardInput) > 1)
            yield return new ValidationResult("standard input ('-') can be read once only", [nameof(Sources)]);
    }
}
