using System.ComponentModel.DataAnnotations;
using Engine.Schemas;

namespace Engine.Detection.Verdicts;

/// <summary>Section <c>scoring</c>: from which score an actor gets which action, and for how long.</summary>
public sealed record ScoringOptions : IValidatableObject
{
    /// <summary>Score from which an actor is put under observation. Default 30.</summary>
    [Range(1, 100)]
    public double Observe { get; init; } = 30;

    /// <summary>Score from which it is challenged. Default 60.</summary>
    [Range(1, 100)]
    public double Challenge { get; init; } = 60;

    /// <summary>Score from which it is throttled. Default 70.</summary>
    [Range(1, 100)]
    public double Throttle { get; init; } = 70;

    /// <summary>Score from which it is blocked. Default 80.</summary>
    [Range(1, 100)]
    public double Block { get; init; } = 80;

    /// <summary>Event time after which evidence counts half. Default 1 h.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long a first verdict holds; each repetition doubles it. Default 1 h.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Longest that any verdict holds. Default 24 h.</summary>
    public TimeSpan LongestTimeToLive { get; init; } = TimeSpan.FromHours(24);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!(Observe <= Challenge && Challenge <= Throttle && Throttle <= Block))
            yield return new ValidationResult("observe ≤ challenge ≤ throttle ≤ block must hold", [nameof(Observe)]);
        if (HalfLife <= TimeSpan.Zero)
            yield return new ValidationResult("must be longer than zero", [nameof(HalfLife)]);
        if (TimeToLive <= TimeSpan.Zero || LongestTimeToLive < TimeToLive)
            yield return new ValidationResult("must be longer than zero and at most longest_time_to_live", [nameof(TimeToLive)]);
    }

    public VerdictAction? ActionFor(double score) =>
        score >= Block ? VerdictAction.Block
        : score >= Throttle ? VerdictAction.Throttle
        : score >= Challenge ? VerdictAction.Challenge
        : score >= Observe ? VerdictAction.Observe
        : null;
}
