using System.IO.Hashing;
using Engine.Schemas;

namespace Engine.Ingest.Sources.Receivers;

/// <summary>
/// Names a request by its bytes, for senders that cannot name it themselves. Only where two requests never are alike unless one is sent
/// again: an OTLP request holds ids of spans.
/// </summary>
internal static class ContentKey
{
    public static UInt128 Of(IReadOnlyList<ReadOnlyMemory<byte>> body)
    {
        var hash = new XxHash128(StableHash.Seed);
        foreach (var piece in body)
            hash.Append(piece.Span);
        return hash.GetCurrentHashAsUInt128();
    }
}
