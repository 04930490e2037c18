namespace Engine.Sinks.ClickHouse;

/// <summary>Which rows a run leaves in the store.</summary>
public enum WhatToStore
{
    /// <summary>Calls and everything concluded from them: a live run, or a replay of files.</summary>
    All,

    /// <summary>
    /// Its verdicts under its own name, and the run itself. For a replay of calls that are in the store already: writing them or what the first
    /// run concluded again would replace the evidence by a copy.
    /// </summary>
    ConclusionsOfRun,
}
