using Akka;
using Akka.Streams.Dsl;
using Engine.App.Stages;
using Engine.Ingest.Sources;

namespace Engine.App.Runs;

/// <summary>What a run reads, opened.</summary>
internal abstract record RunInput
{
    private RunInput()
    {
    }

    /// <summary>Records of a source: they are parsed and enriched.</summary>
    public sealed record Raw(InputSource Source) : RunInput;

    /// <summary>Calls that an earlier run has stored: they enter at detection.</summary>
    /// <param name="Calls">In its order.</param>
    /// <param name="End">How it ends once they are read.</param>
    public sealed record Stored(Source<StoredCalls, NotUsed> Calls, BatchEnd End) : RunInput;
}
