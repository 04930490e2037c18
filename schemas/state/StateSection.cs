namespace Engine.Schemas;

/// <summary>What an entry of a checkpoint belongs to. The numbers are part of the file format: none is ever used again for something else.</summary>
public enum StateSection : byte
{
    /// <summary>How far each partition of the input was taken in.</summary>
    Positions = 1,

    /// <summary>Logical time of one partition.</summary>
    Clock = 2,

    /// <summary>Endpoints of one service.</summary>
    Services = 10,

    /// <summary>One credential: its hashes and what proved it, never itself.</summary>
    Credentials = 11,

    /// <summary>What enrichment counted.</summary>
    EnrichmentCounters = 12,

    /// <summary>Epoch, arrival number and counters of detection.</summary>
    Detection = 20,

    /// <summary>One virtual shard apart from its actors.</summary>
    Shards = 21,

    /// <summary>One actor.</summary>
    Actors = 22,

    /// <summary>One learned baseline in force.</summary>
    Baselines = 23,

    /// <summary>Who missed one path.</summary>
    MissedPaths = 24,

    /// <summary>What was learned since the last epoch and is not in force yet.</summary>
    Learning = 25,

    /// <summary>What the fact step holds under one key.</summary>
    Facts = 26,

    /// <summary>Intervals in which an enforcement point answered for the service.</summary>
    Enforcement = 27,

    /// <summary>What one endpoint has become.</summary>
    Successors = 28,

    /// <summary>What one sink must remember.</summary>
    Sinks = 40,

    /// <summary>The run that the state belongs to.</summary>
    Run = 50,
}
