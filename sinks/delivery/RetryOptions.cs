using System.ComponentModel.DataAnnotations;

namespace Engine.Sinks.Delivery;

/// <summary>How a failed delivery is tried again: waits that double, spread at random, up to a bound.</summary>
public sealed record RetryOptions : IValidatableObject
{
    /// <summary>Further attempts after the first. Default 5; 0 = none.</summary>
    [Range(0, 100)]
    public int Attempts { get; init; } = 5;

    /// <summary>About the first wait. Default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (LongestWait < FirstWait)
            yield return new ValidationResult($"longest_wait ({LongestWait}) is shorter than first_wait ({FirstWait})", [nameof(LongestWait)]);
    }
}
