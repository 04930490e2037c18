using System.Collections.Frozen;
using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>What one word of a path says about what its endpoint is for.</summary>
internal static class RoleWords
{
    private const int LongestWord = 48;

    /// <summary>Whole words, without what separates their parts.</summary>
    private static readonly FrozenDictionary<string, EndpointRole>.AlternateLookup<ReadOnlySpan<char>> s_words = Of(
        (EndpointRole.Health, ["health", "healthz", "healthcheck", "livez", "readyz", "liveness", "readiness", "ping", "heartbeat", "alive"]),
        (EndpointRole.Reset, ["forgot", "forgotten", "recover", "recovery", "accountrecovery", "resetcredentials"]),
        (EndpointRole.SignUp, ["signup", "register", "registration", "registrations", "createaccount", "enroll", "join"]),
        (EndpointRole.LogIn, ["login", "signin", "logon", "authenticate", "sso", "oauth", "token", "2fa", "mfa", "otp", "verifyotp", "checkotp", "validateotp"]),
        (EndpointRole.Coupon, ["giftcard", "giftcards", "redeem"]),
        (EndpointRole.Purchase, ["checkout", "purchase", "purchases", "buy", "pay", "payment", "payments", "placeorder", "order", "orders"]),
        (EndpointRole.Search, ["search", "searches", "find", "lookup", "autocomplete", "suggest", "suggestions", "typeahead"]),
        (EndpointRole.Admin, ["admin", "administrator", "administration", "management", "actuator", "backoffice", "superuser"]));

    /// <summary>First parts of words.</summary>
    private static readonly FrozenDictionary<string, EndpointRole>.AlternateLookup<ReadOnlySpan<char>> s_first = Of(
        (EndpointRole.Reset, ["forgot", "forget", "recover"]),
        (EndpointRole.SignUp, ["signup", "register"]),
        (EndpointRole.LogIn, ["login", "signin"]),
        (EndpointRole.Search, ["search", "find"]),
        (EndpointRole.Admin, ["admin"]));

    /// <summary>Parts of words, wherever they stand.</summary>
    private static readonly FrozenDictionary<string, EndpointRole>.AlternateLookup<ReadOnlySpan<char>> s_parts = Of(
        (EndpointRole.Coupon, ["coupon", "coupons", "voucher", "vouchers", "promo", "promocode", "promotion"]),
        (EndpointRole.Export, ["export", "exports", "download", "downloads", "dump", "backup", "backups"]),
        (EndpointRole.Search, ["search"]));

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_passwords =
        FrozenSet.Create(StringComparer.Ordinal, "password", "passwords", "passwd", "pwd", "pass").GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_changes =
        FrozenSet.Create(StringComparer.Ordinal, "reset", "forgot", "forget", "forgotten", "change", "update", "recover", "recovery", "restore").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <returns><see cref="EndpointRole.Other"/> where it says nothing.</returns>
    public static EndpointRole RoleOf(ReadOnlySpan<char> word)
    {
        if (word.Length is 0 or > LongestWord || word[0] is '{' or '*')
            return EndpointRole.Other;
        Span<char> letters = stackalloc char[LongestWord];
        Span<(int Start, int Length)> parts = stackalloc (int, int)[LongestWord];
        var (length, count) = Split(word, letters, parts);
        var whole = letters[..length];
        if (s_words.TryGetValue(whole, out var role))
            return role;
        var (isPassword, isChanged) = (false, false);
        var inside = EndpointRole.Other;
        foreach (var (start, size) in parts[..count])
        {
            var part = letters.Slice(start, size);
            isPassword |= s_passwords.Contains(part);
            isChanged |= s_changes.Contains(part);
            if (inside == EndpointRole.Other && s_parts.TryGetValue(part, out var found))
                inside = found;
        }

        if (isPassword && isChanged || whole is "resetpassword" or "forgotpassword" or "passwordreset")
            return EndpointRole.Reset;
        if (count > 0 && s_first.TryGetValue(letters.Slice(parts[0].Start, parts[0].Length), out role))
            return role;
        // "sign-up", "log_in".
        if (count > 1 && s_first.TryGetValue(letters[..(parts[1].Start + parts[1].Length)], out role) && role is EndpointRole.SignUp or EndpointRole.LogIn)
            return role;
        return inside;
    }

    public static bool IsPassword(ReadOnlySpan<char> word) => s_passwords.Contains(word);

    public static bool IsChange(ReadOnlySpan<char> word) => s_changes.Contains(word);

    /// <summary>Lower-case letters and digits without what separates them, and where its parts are.</summary>
    private static (int Length, int Parts) Split(ReadOnlySpan<char> word, Span<char> letters, Span<(int Start, int Length)> parts)
    {
        var (length, count) = (0, 0);
        var begins = true;
        for (var i = 0; i < word.Length; i++)
        {
            var c = word[i];
            if (!char.IsAsciiLetterOrDigit(c))
            {
                begins = true;
                continue;
            }

            begins |= char.IsAsciiLetterUpper(c) && i > 0 && char.IsAsciiLetterLower(word[i - 1]);
            if (begins)
                parts[count++] = (length, 0);
            begins = false;
            letters[length++] = char.ToLowerInvariant(c);
            parts[count - 1].Length++;
        }

        return (length, count);
    }

    private static FrozenDictionary<string, EndpointRole>.AlternateLookup<ReadOnlySpan<char>> Of(params (EndpointRole Role, string[] Words)[] rules) =>
        rules.SelectMany(rule => rule.Words.Select(word => KeyValuePair.Create(word, rule.Role)))
            .ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
