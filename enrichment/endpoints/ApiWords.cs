using System.Collections.Frozen;

namespace Engine.Enrichment.Endpoints;

/// <summary>What the words of an API have in common, and names of things have not.</summary>
internal static class ApiWords
{
    private const int LongestKeyword = 24;

    // Compared without '-', '_', '.' and '$'.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> s_keywords =
        FrozenSet.Create(StringComparer.Ordinal,
            "me", "self", "current", "mine", "new", "latest", "recent", "all", "default", "count", "batch", "bulk", "stats", "status", "config",
            "settings", "summary", "history", "search", "find", "query", "lookup", "filter", "autocomplete", "export", "import", "download", "upload",
            "login", "logout", "signin", "signout", "signup", "register", "reset", "resetpassword", "forgotpassword", "changepassword", "create", "update",
            "delete", "edit", "list", "add", "remove", "check", "validate", "verify", "confirm", "cancel", "approve", "reject", "activate",
            "deactivate", "enable", "disable", "lock", "unlock", "archive", "unarchive", "restore", "publish", "unpublish", "sync", "refresh", "preview",
            "health", "healthz", "metadata", "schema")
        .GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>A word that stays one where everything else is a name: <c>/users/me</c>, <c>/orders/search</c>, <c>v1</c>, <c>en-US</c>.</summary>
    public static bool IsKeyword(ReadOnlySpan<char> word)
    {
        // "*.png", "{id}.pdf": already a template.
        if (word[0] is '*' or '{' || Segments.IsVersionOrLocale(word))
            return true;
        // "NEW" is a code.
        if (word.Length > LongestKeyword || char.IsAsciiLetterUpper(word[^1]))
            return false;
        Span<char> letters = stackalloc char[LongestKeyword];
        var length = 0;
        foreach (var c in word)
        {
            if (c is not ('-' or '_' or '.' or '$'))
                letters[length++] = char.ToLowerInvariant(c);
        }

        return s_keywords.Contains(letters[..length]);
    }

    /// <summary>Names a collection (<c>users</c>, <c>order-items</c>): what stands below it is one of its things, more often than not.</summary>
    public static bool IsPlural(ReadOnlySpan<char> word) =>
        word is [.., not ('s' or 'u' or 'i' or 'S' or 'U' or 'I'), 's' or 'S'] && word.Length >= 4;

    /// <summary>First of several parts of a word (<c>get</c> of getUser, <c>chat</c> of chat.postMessage); empty where it has one part only, or a sentence.</summary>
    public static ReadOnlySpan<char> FirstPart(ReadOnlySpan<char> word)
    {
        var (end, parts) = (0, 1);
        for (var i = 1; i < word.Length; i++)
        {
            var begins = word[i] is '.' or '_' or '-' or ':' || (char.IsAsciiLetterUpper(word[i]) && char.IsAsciiLetterLower(word[i - 1]));
            if (!begins)
                continue;
            parts++;
            if (end == 0)
                end = i;
        }

        return parts is >= 2 and <= 4 ? word[..end] : [];
    }

    /// <summary>How a word is written, where that is not how words of most APIs are.</summary>
    public static OddSpelling SpellingOf(ReadOnlySpan<char> word)
    {
        if (word.ContainsAnyInRange('0', '9'))
            return OddSpelling.Digits;
        if (word.Contains('.'))
            return OddSpelling.Dots;
        if (!char.IsAsciiLetterUpper(word[0]))
            return OddSpelling.None;
        return word.ContainsAnyInRange('a', 'z') ? OddSpelling.Capital : OddSpelling.UpperCase;
    }
}
