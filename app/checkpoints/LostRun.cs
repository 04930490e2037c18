using Engine.Ingest.Sources;
using Engine.Schemas;

namespace Engine.App.Checkpoints;

/// <summary>A run of which no checkpoint can be read, but of which it is known how far it came.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Begin">Where what is read back begins; null: at the start of the input.</param>
/// <param name="End">Where it ends and the run goes on.</param>
/// <param name="Places">Entries of the sinks that remember their place in their output.</param>
internal sealed record LostRun(string Run, InputMark? Begin, InputMark End, ReadOnlyMemory<byte> Places)
{
    /// <summary>What is read back; null: it died so early that it does not say, and its sources may know themselves.</summary>
    public ReadBackRange? Range => End.Positions.IsEmpty ? null : new(Begin?.Positions ?? InputPositions.None, End.Positions);

    /// <summary>All that it took in can be read back.</summary>
    public bool IsWhole => Begin is null && Range is not null;
}
