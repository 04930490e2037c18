using System.ComponentModel.DataAnnotations;
using Engine.Schemas;

namespace Engine.Ingest.Formats;

/// <summary>
/// What of headers and bodies is taken in at all. Everything else stays in the record and is let go with it. What is taken in is read by
/// the detectors; bodies are stored only where the enrichment is told to keep them.
/// </summary>
public sealed record CaptureOptions
{
    /// <summary>Bytes of each body that are looked at, from its start; 0: no bodies. Default 64 KiB.</summary>
    [ByteSize]
    [Range(0, 1024 * 1024)]
    public int BodyBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes of a header's value at most, also of a user agent; what is behind is cut off. Default 4 KiB.</summary>
    [ByteSize]
    [Range(64, 64 * 1024)]
    public int HeaderBytes { get; init; } = 4096;

    /// <summary>Header fields kept for a request, and for a response. Default 32.</summary>
    [Range(0, 256)]
    public int Headers { get; init; } = 32;

    /// <summary>
    /// Headers that are never read, in whatever case; also authorization, cookie or x-forwarded-for: then they identify nobody. Default: none.
    /// </summary>
    public IReadOnlyList<string> DroppedHeaders { get; init; } = [];

    /// <summary>Headers that are kept besides the ones that detectors read, of requests and responses alike. Default: none.</summary>
    public IReadOnlyList<string> KeptHeaders { get; init; } = [];
}
