using System.Collections.Frozen;
using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>What an endpoint is for, from the words of its template. Worked out once for each endpoint.</summary>
internal static class EndpointRoles
{
    private const int LongestWord = 32;

    // Of several words in one template the role that stands first here counts. A word is compared without '-', '_' and '.';
    // one that ends in '*' stands for everything that begins with it.
    private static readonly (EndpointRole Role, string[] Words)[] s_rules =
    [
        (EndpointRole.Health, ["health*", "livez", "readyz", "liveness", "readiness", "ping", "heartbeat"]),
        (EndpointRole.Reset, ["reset*", "forgot*", "recover", "recovery", "passwordreset", "changepassword"]),
        (EndpointRole.SignUp, ["signup*", "register*", "registration*", "createaccount"]),
        (EndpointRole.LogIn, ["login*", "signin*", "logon", "authenticate", "oauth", "token", "sso", "otp", "mfa", "2fa"]),
        (EndpointRole.Coupon, ["coupon*", "voucher*", "promo*", "giftcard*", "redeem*"]),
        (EndpointRole.Purchase, ["checkout*", "purchase*", "payment*", "pay", "buy", "basket", "cart", "placeorder"]),
        (EndpointRole.Export, ["export*", "download*", "report*", "dump", "backup*"]),
        (EndpointRole.Search, ["search*", "find", "query", "autocomplete", "suggest*", "lookup"]),
        (EndpointRole.Admin, ["admin*", "management", "actuator", "console", "backoffice", "internal"]),
    ];

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> s_exact =
        Words(isPrefix: false).ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly KeyValuePair<string, int>[] s_prefixes = [.. Words(isPrefix: true)];

    public static EndpointRole Of(string method, string template)
    {
        // Reading a page about paying buys nothing; the other roles are the same for every method.
        var isRead = method is "GET" or "HEAD" or "OPTIONS";
        var best = s_rules.Length;
        foreach (var range in template.AsSpan().Split('/'))
        {
            var rule = RuleOf(template.AsSpan()[range]);
            if (rule >= 0 && rule < best && !(isRead && s_rules[rule].Role == EndpointRole.Purchase))
                best = rule;
        }

        return best < s_rules.Length ? s_rules[best].Role : EndpointRole.Other;
    }

    /// <summary>A word with a role of its own: stays a word of the template even where other names become <c>{slug}</c>.</summary>
    public static bool HasRole(ReadOnlySpan<char> segment) => RuleOf(segment) >= 0;

    /// <returns>Index of the rule; -1 where the segment is a placeholder or has no role.</returns>
    private static int RuleOf(ReadOnlySpan<char> segment)
    {
        if (segment.Length is 0 or > LongestWord || segment[0] == '{')
            return -1;
        Span<char> letters = stackalloc char[LongestWord];
        var length = 0;
        foreach (var c in segment)
        {
            if (char.IsAsciiLetterOrDigit(c))
                letters[length++] = char.ToLowerInvariant(c);
        }

        ReadOnlySpan<char> word = letters[..length];
        if (s_exact.TryGetValue(word, out var rule))
            return rule;
        foreach (var (prefix, of) in s_prefixes)
        {
            if (word.StartsWith(prefix, StringComparison.Ordinal))
                return of;
        }

        return -1;
    }

    private static IEnumerable<KeyValuePair<string, int>> Words(bool isPrefix)
    {
        for (var rule = 0; rule < s_rules.Length; rule++)
        {
            foreach (var word in s_rules[rule].Words)
            {
                if (word.EndsWith('*') == isPrefix)
                    yield return new KeyValuePair<string, int>(word.TrimEnd('*'), rule);
            }
        }
    }
}
