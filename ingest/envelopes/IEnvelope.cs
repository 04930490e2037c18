namespace Engine.Ingest.Envelopes;

/// <summary>What a shipper or a container runtime writes around a record. Holds no state, like a format.</summary>
internal interface IEnvelope
{
    EnvelopeInfo Info { get; }

    /// <summary>Records are JSON: a file may hold one array, or objects over several lines.</summary>
    bool IsJson => false;

    /// <summary>Lines of a file that belong together.</summary>
    LineParts Parts => LineParts.None;

    /// <summary>The next thing that the record holds.</summary>
    /// <param name="record">The record, or what another envelope held.</param>
    /// <param name="at">Where to go on; 0 at first.</param>
    /// <param name="content">What was found; where there is a problem, the piece that has it.</param>
    /// <param name="problem">Why it is no such envelope; null: nothing is wrong.</param>
    /// <returns>False: the record holds nothing more.</returns>
    bool Next(ReadOnlyMemory<byte> record, ref int at, out ReadOnlyMemory<byte> content, out string? problem);
}
