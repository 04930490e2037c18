using Engine.Schemas;
using Microsoft.Extensions.Logging;

namespace Engine.App.Runs.Replays;

/// <summary>Traffic of the past: files, a range of topics, or calls in the store.</summary>
internal interface IReplaySource
{
    /// <summary>For people: in messages and in the list of runs.</summary>
    string Name { get; }

    /// <summary>What makes it this input and no other: an interrupted replay goes on only with the same.</summary>
    IReadOnlyList<string> Identity { get; }

    /// <summary>Files among it, whose length and time count as well.</summary>
    IReadOnlyList<string> Files { get; }

    /// <summary>Source names in the positions of its calls; one that ends in '/' stands for all that begin so. Empty: the store has them already.</summary>
    IReadOnlyList<string> Positions { get; }

    /// <summary>False: what was read is gone, so it can neither be read twice nor gone on with.</summary>
    bool CanReadAgain { get; }

    /// <summary>Asked at the end: what it lacks of what once was there; null: nothing.</summary>
    string? Missing { get; }

    /// <summary>Opens it behind what was taken in before.</summary>
    /// <param name="run">Reads it.</param>
    /// <param name="behind">What an earlier process took in.</param>
    /// <param name="logs">Where troubles that pass are told.</param>
    /// <exception cref="UserError">It cannot be read.</exception>
    RunInput Open(EngineRun run, InputPositions behind, ILoggerFactory logs);
}
