namespace Engine.Sinks.Kafka.Topics;

/// <summary>A topic as it should be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Purpose">What is in it, for a person.</param>
public sealed record TopicSpec(string Name, string Purpose)
{
    /// <summary>True: the engine cannot run without it.</summary>
    public bool IsRequired { get; init; } = true;

    /// <summary>True: made by `engine topics --create`. False: whoever writes it makes it as he likes; it only has to be there.</summary>
    public bool IsOurs { get; init; } = true;

    /// <summary>Partitions, at least.</summary>
    public int Partitions { get; init; } = 1;

    /// <summary>How long records stay, at least; null: whatever it is.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Largest record, at least; null: whatever it is.</summary>
    public int? RecordBytes { get; init; }
}
