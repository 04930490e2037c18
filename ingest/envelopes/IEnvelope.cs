namespace Engine.Ingest.Envelopes;

/// <summary>What a shipper or a container runtime writes around a record. Holds no state, like a format.</summary>
internal interface IEnvelope
{
    /// <summary>Name in front of the format's: <c>docker/combined</c>.</summary>
    string Name { get; }

    /// <summary>One line for the catalogue.</summary>
    string Title { get; }

    /// <summary>Records are JSON: a file may hold one array, or objects over several lines.</summary>
    bool IsJson { get; }

    /// <summary>Lines of a file that belong together.</summary>
    LineParts Parts { get; }

    /// <summary>The next thing that the record holds.</summary>
    /// <param name="record">The record, or what another envelope held.</param>
    /// <param name="at">Where to go on; 0 at first.</param>
    /// <param name="content">What was found; empty where there is a problem.</param>
    /// <param name="problem">Why it is no such envelope; null: nothing is wrong.</param>
    /// <returns>False: the record holds nothing more.</returns>
    bool Next(ReadOnlyMemory<byte> record, ref int at, out ReadOnlyMemory<byte> content, out string? problem);
}
