using System.Diagnostics.CodeAnalysis;
using CommunityToolkit.HighPerformance.Buffers;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Identity;

/// <summary>What a JSON Web Token says, unverified.</summary>
/// <param name="Name">Subject, or the client it was issued to where it has no subject; null where it names nobody.</param>
/// <param name="IsService">It names a client of the API, not a person.</param>
/// <param name="IsSigned">False: algorithm "none" or an empty signature, so acceptance proves nothing about its content.</param>
/// <param name="Claims">What detectors need, in the order of their names.</param>
internal sealed record TokenClaims(string? Name, bool IsService, bool IsSigned, IReadOnlyList<HeaderField> Claims)
{
    /// <summary>Far more than <see cref="JwtReader"/> keeps.</summary>
    private const int MostClaims = 64;

    public static void Save(ref MessagePackWriter writer, TokenClaims? token)
    {
        if (token is null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteArrayHeader(token.Claims.Count);
        foreach (var claim in token.Claims)
        {
            writer.Write(claim.Name);
            writer.Write(claim.Value);
        }

        writer.Write(token.Name);
        writer.Write(token.IsService);
        writer.Write(token.IsSigned);
    }

    /// <exception cref="InvalidDataException">More claims than are kept.</exception>
    public static TokenClaims? Load(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        var claims = new HeaderField[reader.ReadCount(MostClaims)];
        for (var i = 0; i < claims.Length; i++)
        {
            var name = Pooled(reader.ReadString()) ?? "";
            claims[i] = new HeaderField(name, Pooled(reader.ReadString()) ?? "");
        }

        return new TokenClaims(reader.ReadString(), reader.ReadBoolean(), reader.ReadBoolean(), claims);
    }

    /// <summary>A hundred thousand tokens say the same few things: one instance of each suffices.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Pooled(string? text) => text is null ? null : StringPool.Shared.GetOrAdd(text);
}
