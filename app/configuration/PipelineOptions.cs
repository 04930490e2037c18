using System.ComponentModel.DataAnnotations;
using Engine.Schemas;

namespace Engine.App.Configuration;

/// <summary>Section <c>engine</c>.</summary>
internal sealed record PipelineOptions : IValidatableObject
{
    /// <summary>Lanes that detect in parallel. Changes speed, never a verdict. Default: one for each processor.</summary>
    [Range(1, 256)]
    public int? Lanes { get; init; }

    /// <summary>Records that travel together. Default 256.</summary>
    [Range(1, 65_536)]
    public int Batch { get; init; } = 256;

    /// <summary>Memory for the state of actors; beyond it the longest quiet ones are forgotten, and counted. Default 4GiB.</summary>
    [ByteSize]
    [Range(64L << 20, 1L << 42)]
    public long Memory { get; init; } = 4L << 30;

    /// <summary>How far the records of a source may be out of order. Default 5s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan OrderSlack { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A record older than this against its source is counted as late; it is processed all the same. Default 2min.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan AllowedLateness { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest wait for the last batches to be safe when the engine is told to stop. Default 30s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (AllowedLateness < OrderSlack)
            yield return new ValidationResult("is shorter than order_slack; every record merely out of order would be late", [nameof(AllowedLateness)]);
    }
}
