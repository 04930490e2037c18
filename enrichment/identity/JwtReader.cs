using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Engine.Schemas;

namespace Engine.Enrichment.Identity;

/// <summary>
/// Reads what a JSON Web Token (RFC 7519) says, without believing it. Own reader instead of a JWT library: it needs a dozen claims of a token of
/// bounded size, from bytes that attackers write, and costs neither a DOM nor an object for each claim.
/// </summary>
internal static class JwtReader
{
    /// <summary>Characters of the longest token that is read; a longer one is an opaque credential.</summary>
    public const int LongestToken = 8192;

    private const int LongestValue = 256;

    // In the order in which they stand in the result.
    private static readonly string[] s_kept =
        ["alg", "azp", "client_id", "exp", "iss", "org_id", "role", "roles", "scope", "scp", "tenant", "tenant_id", "tid"];

    /// <returns>Null where it is no readable token.</returns>
    public static TokenClaims? Read(ReadOnlySpan<char> token)
    {
        if (token.Length is < 16 or > LongestToken || token[0] != 'e')
            return null;
        var first = token.IndexOf('.');
        var second = first < 0 ? -1 : token[(first + 1)..].IndexOf('.') + first + 1;
        if (second <= first || token[(second + 1)..].Contains('.'))
            return null;

        var claims = new ClaimSet();
        try
        {
            if (!Decode(token[..first], claims, isHeader: true) || !Decode(token[(first + 1)..second], claims, isHeader: false))
                return null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // Invalid UTF-8 inside a string.
            return null;
        }

        return claims.ToToken(hasSignature: second < token.Length - 1);
    }

    private static bool Decode(ReadOnlySpan<char> part, ClaimSet claims, bool isHeader)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Base64Url.GetMaxDecodedLength(part.Length));
        try
        {
            if (!Base64Url.TryDecodeFromChars(part, buffer, out var length) || length == 0)
                return false;
            ReadObject(buffer.AsSpan(0, length), claims, isHeader);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static void ReadObject(ReadOnlySpan<byte> json, ClaimSet claims, bool isHeader)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 16 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var kept = Kept(ref reader, isHeader);
            var isSubject = !isHeader && reader.ValueTextEquals("sub"u8);
            var isGrant = !isHeader && reader.ValueTextEquals("gty"u8);
            reader.Read();
            if (kept < 0 && !isSubject && !isGrant)
            {
                reader.Skip();
                continue;
            }

            var value = Value(ref reader);
            if (isSubject)
                claims.Subject = value;
            else if (isGrant)
                claims.Grant = value;
            else
                claims.Values[kept] = value;
        }
    }

    private static int Kept(ref Utf8JsonReader reader, bool isHeader)
    {
        // The algorithm counts in the header only, everything else in the payload only.
        if (isHeader)
            return reader.ValueTextEquals("alg"u8) ? 0 : -1;
        for (var i = 1; i < s_kept.Length; i++)
        {
            if (reader.ValueTextEquals(s_kept[i]))
                return i;
        }

        return -1;
    }

    /// <summary>Text, number, or the texts of a list joined by blanks; null for anything else.</summary>
    private static string? Value(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return Cut(reader.GetString());
            case JsonTokenType.Number:
                return Cut(System.Text.Encoding.UTF8.GetString(reader.ValueSpan));
            case JsonTokenType.StartArray:
                string? all = null;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (reader.TokenType == JsonTokenType.String && all is not { Length: >= LongestValue })
                        all = all is null ? reader.GetString() : all + " " + reader.GetString();
                    else
                        reader.Skip();
                }

                return Cut(all);
            default:
                reader.Skip();
                return null;
        }
    }

    private static string? Cut(string? value) => value switch
    {
        null or "" => null,
        { Length: > LongestValue } => value[..LongestValue],
        _ => value,
    };

    private sealed class ClaimSet
    {
        public string? Subject { get; set; }
        public string? Grant { get; set; }
        public string?[] Values { get; } = new string?[s_kept.Length];

        public TokenClaims ToToken(bool hasSignature)
        {
            var kept = new List<HeaderField>();
            for (var i = 0; i < s_kept.Length; i++)
            {
                if (Values[i] is { } value)
                    kept.Add(new HeaderField(s_kept[i], value));
            }

            var client = Values[Array.IndexOf(s_kept, "client_id")] ?? Values[Array.IndexOf(s_kept, "azp")];
            var isService = client is not null && (Subject is null || Subject == client || Grant == "client-credentials");
            var isSigned = hasSignature && Values[0] is { } algorithm && !algorithm.Equals("none", StringComparison.OrdinalIgnoreCase);
            return new TokenClaims(Subject ?? client, isService, isSigned, kept);
        }
    }
}
