namespace Engine.Ingest.Sources.Journal;

/// <summary>What became of an append.</summary>
internal enum AppendOutcome
{
    /// <summary>It survives the machine.</summary>
    Kept,

    /// <summary>An entry of the same key survives the machine: nothing was added.</summary>
    Repeated,

    /// <summary>The journal has no room until more of it is acknowledged. Nothing was kept.</summary>
    Full,

    /// <summary>The disk refused. Nothing was kept.</summary>
    Failed,

    /// <summary>The journal is closed. Nothing was kept.</summary>
    Closed,
}
