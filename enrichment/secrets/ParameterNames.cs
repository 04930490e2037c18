using System.Collections.Frozen;

namespace Engine.Enrichment.Secrets;

/// <summary>
/// Meaning of parameter and header names, whatever their spelling: <c>accessToken</c>, <c>access_token</c>, <c>X-Access-Token</c>,
/// <c>%61ccess-token</c> and <c>user[access_token]</c> are one.
/// </summary>
internal sealed class ParameterNames
{
    /// <summary>Spellings remembered; beyond it a meaning is worked out each time.</summary>
    private const int MostRemembered = 4096;

    /// <summary>Longer names are judged by their beginning and end.</summary>
    private const int LongestName = 128;

    private static readonly string[] s_secretParts =
        ["token", "passw", "passphrase", "secret", "apikey", "accesskey", "privatekey", "subscriptionkey", "functionskey", "signature", "credential",
            "sessionid", "sessid", "sessionkey", "authorization", "bearer", "jwt", "cookie", "csrf", "xsrf", "samlresponse", "samlart"];

    private static readonly FrozenSet<string> s_secrets = FrozenSet.Create(StringComparer.Ordinal,
        "key", "pass", "pwd", "mdp", "tkn", "refresh", "codeverifier", "sig", "code", "session", "sid", "otp", "pin", "auth", "authcode", "nonce", "hash", "hmac", "assertion", "ticket",
        "xapikey", "cvv", "cvc", "cardnumber", "ssn");

    // A position in a list, not a key to anything.
    private static readonly FrozenSet<string> s_cursors = FrozenSet.Create(StringComparer.Ordinal,
        "pagetoken", "nexttoken", "nextpagetoken", "continuationtoken", "synctoken", "tokentype", "maxtokens");

    private static readonly FrozenSet<string> s_objects = FrozenSet.Create(StringComparer.Ordinal,
        "id", "ids", "uuid", "guid", "uid", "user", "account", "order", "customer", "invoice", "client", "member", "tenant", "document", "file",
        "email", "username", "login", "number", "no", "ref", "reference", "object", "item", "product", "card");

    private static readonly FrozenSet<string> s_phones = FrozenSet.Create(StringComparer.Ordinal,
        "phone", "phonenumber", "mobile", "mobilenumber", "tel", "telephone", "msisdn", "cellphone");

    private readonly Dictionary<string, ParameterMeaning> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ParameterMeaning>.AlternateLookup<ReadOnlySpan<char>> _bySpan;

    public ParameterNames() => _bySpan = _known.GetAlternateLookup<ReadOnlySpan<char>>();

    public ParameterMeaning Of(ReadOnlySpan<char> name)
    {
        if (_bySpan.TryGetValue(name, out var meaning))
            return meaning;
        meaning = WorkOut(name);
        if (_known.Count < MostRemembered && name.Length <= LongestName)
            _known.Add(name.ToString(), meaning);
        return meaning;
    }

    private static ParameterMeaning WorkOut(ReadOnlySpan<char> name)
    {
        var text = name.Length <= 2 * LongestName ? name.ToString() : string.Concat(name[..LongestName], name[^LongestName..]);
        if (text.Contains('%'))
            text = Uri.UnescapeDataString(text);
        var isCamelId = text.EndsWith("Id", StringComparison.Ordinal) || text.EndsWith("ID", StringComparison.Ordinal);
        Span<char> letters = stackalloc char[text.Length];
        var length = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c))
                letters[length++] = char.ToLowerInvariant(c);
        }

        var plain = letters[..length].ToString();
        if (IsSecret(plain))
            return ParameterMeaning.Secret;
        // The last part of user[password] or filter.key says what it is.
        var last = LastPart(text);
        if (last.Length < text.Length && Of(last.ToString()) is var inner && inner != ParameterMeaning.Nothing)
            return inner;
        if (s_phones.Contains(plain))
            return ParameterMeaning.Phone;
        var isSuffixed = text.EndsWith("_id", StringComparison.OrdinalIgnoreCase) || text.EndsWith("-id", StringComparison.OrdinalIgnoreCase)
            || (isCamelId && text.Length > 2);
        return s_objects.Contains(plain) || isSuffixed || plain.EndsWith("uuid", StringComparison.Ordinal) || plain.EndsWith("guid", StringComparison.Ordinal)
            || plain.EndsWith("email", StringComparison.Ordinal)
            ? ParameterMeaning.Object
            : ParameterMeaning.Nothing;

        static ParameterMeaning Of(string part) => IsSecret(Lower(part)) ? ParameterMeaning.Secret
            : s_objects.Contains(Lower(part)) ? ParameterMeaning.Object
            : s_phones.Contains(Lower(part)) ? ParameterMeaning.Phone : ParameterMeaning.Nothing;
    }

    private static bool IsSecret(string plain)
    {
        if (s_cursors.Contains(plain))
            return false;
        if (s_secrets.Contains(plain))
            return true;
        foreach (var part in s_secretParts)
        {
            if (plain.Contains(part, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> LastPart(string text)
    {
        var part = text.AsSpan().TrimEnd("[]0123456789");
        var cut = part.LastIndexOfAny('[', '.', ':');
        return cut < 0 ? part : part[(cut + 1)..];
    }

    private static string Lower(string part) => part.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
}
