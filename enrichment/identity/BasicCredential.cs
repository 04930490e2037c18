using System.Text;

namespace Engine.Enrichment.Identity;

/// <summary>User of a basic credential (RFC 7617), as sent (base64) or decoded (<c>user:password</c>).</summary>
internal static class BasicCredential
{
    private const int Longest = 1024;

    /// <returns>Null where it names none.</returns>
    public static string? User(string credential)
    {
        if (credential.Length is 0 or > Longest)
            return null;
        var colon = credential.IndexOf(':');
        if (colon >= 0)
            return colon > 0 ? credential[..colon] : null;
        Span<byte> decoded = stackalloc byte[Longest];
        if (!Convert.TryFromBase64String(credential, decoded, out var length))
            return null;
        var end = decoded[..length].IndexOf((byte)':');
        return end > 0 ? Encoding.UTF8.GetString(decoded[..end]) : null;
    }
}
