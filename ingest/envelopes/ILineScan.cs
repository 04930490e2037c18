namespace Engine.Ingest.Envelopes;

/// <summary>Tells of a line, while its pieces come by, what has to be known to find the end of a record.</summary>
internal interface ILineScan
{
    /// <summary>The next piece of the line, without its end.</summary>
    void Look(ReadOnlySpan<byte> piece);

    /// <summary>The line has ended; the next one begins.</summary>
    /// <returns>Its stream, and whether it goes on in the next line of that stream.</returns>
    (ContainerStream Stream, bool IsPart) End();
}
