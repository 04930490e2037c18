using Engine.App.Configuration;

namespace Engine.App.Runs.Replays;

/// <summary>What is to be replayed, and against what it is judged and compared.</summary>
internal sealed record ReplayRequest
{
    /// <summary>Files, folders, patterns, '-'; empty: something else is replayed.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Format of the files.</summary>
    public string Format { get; init; } = "";

    /// <summary>Configured source; null: none.</summary>
    public SourceOptions? Source { get; init; }

    /// <summary>Id of a stored run, or its beginning; null: none is named.</summary>
    public string? Run { get; init; }

    /// <summary>First moment: event time in the store, Kafka's time in topics. Null: from the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End, itself not part of it. Null: to the end.</summary>
    public DateTimeOffset? To { get; init; }
    public RunBaseline Baseline { get; init; }

    /// <summary>Id of the run to compare with, or its beginning; null: none.</summary>
    public string? Compare { get; init; }

    public bool IsFromStore => Files.Count == 0 && Source is null;
}
