using Engine.Schemas;

namespace Engine.Enrichment.Clients;

/// <summary>What a user agent string says.</summary>
/// <param name="Text">The string itself; empty where there was none.</param>
/// <param name="Class">Kind of software it declares.</param>
/// <param name="Fingerprint">First 32 bits of its stable hash as 8 hex digits, "-" where there was none: tells clients behind one address apart.</param>
/// <param name="Key">Seeded hash of the string, for tables.</param>
internal sealed record UserAgent(string Text, ClientClass Class, string Fingerprint, ulong Key)
{
    public static UserAgent None { get; } = new("", ClientClass.Unknown, "-", 0);
}
