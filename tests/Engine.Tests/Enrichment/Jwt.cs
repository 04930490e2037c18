using System.Buffers.Text;
using System.Text;

namespace Engine.Tests.Enrichment;

/// <summary>Tokens as a client sends them; the signature is any text.</summary>
internal static class Jwt
{
    public static string For(string subject, string more = "", string algorithm = "RS256", string signature = "c2lnbmF0dXJl") =>
        Raw($$"""{"alg":"{{algorithm}}","typ":"JWT"}""", $$"""{"sub":"{{subject}}"{{more}}}""", signature);

    public static string Raw(string header, string payload, string signature = "c2lnbmF0dXJl") =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{signature}";
}
