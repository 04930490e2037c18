using System.Text;
using Engine.Enrichment.Endpoints;

namespace Engine.Enrichment.Secrets;

/// <summary>Masks the secret values of a query: <c>token=***</c>. Names, order and every other value stay as sent, because they are evidence.</summary>
internal sealed class QueryScrubber(ParameterNames names)
{
    public const string Mask = "***";

    private static readonly string[] s_prefixes =
        ["sk_live_", "sk_test_", "rk_live_", "sk-", "ghp_", "gho_", "github_pat_", "glpat-", "xox", "AKIA", "ASIA", "AIza", "SG.", "npm_", "Bearer", "Basic"];

    private readonly StringBuilder _masked = new();

    /// <returns>The same instance where nothing is secret.</returns>
    public string Scrub(string query)
    {
        var text = query.AsSpan();
        var kept = 0;
        var position = 0;
        while (QueryText.Next(text, ref position, out var name, out var valueStart, out var valueLength))
        {
            if (valueLength == 0 || !IsSecret(names.Of(name), text.Slice(valueStart, valueLength)))
                continue;
            if (kept == 0)
                _masked.Clear();
            _masked.Append(text[kept..valueStart]).Append(Mask);
            kept = valueStart + valueLength;
        }

        return kept == 0 ? query : _masked.Append(text[kept..]).ToString();
    }

    /// <summary>Whether a value is one that never leaves: by its parameter's name, or by what it looks like itself.</summary>
    public static bool IsSecret(ParameterMeaning meaning, ReadOnlySpan<char> value)
    {
        if (meaning == ParameterMeaning.Secret)
            return true;
        if (meaning == ParameterMeaning.Phone)
            return LooksLikePhone(value);
        if (IsCredential(value))
            return true;
        if (value.Contains('@') || value.Contains("%40", StringComparison.Ordinal))
        {
            // With user information in it a URL is masked whole: https://user:password@host.
            return value.Contains("://", StringComparison.Ordinal) || value.Contains("%3A%2F%2F", StringComparison.OrdinalIgnoreCase)
                || Segments.KindOf(QueryText.Decode(value)) == SegmentKind.Email;
        }

        return false;
    }

    /// <summary>A token that says itself what it is, whatever its parameter is called: JWTs and the prefixes of well-known services.</summary>
    private static bool IsCredential(ReadOnlySpan<char> value)
    {
        if (value.Length < 16)
            return false;
        if (value.Length > 40 && value.Contains("eyJ", StringComparison.Ordinal))
            return true;
        foreach (var prefix in s_prefixes)
        {
            if (value.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }

        // A URL or document in a parameter carries parameters of its own.
        return value.Contains("token=", StringComparison.OrdinalIgnoreCase) || value.Contains("token%3D", StringComparison.OrdinalIgnoreCase)
            || value.Contains("password", StringComparison.OrdinalIgnoreCase);
    }

    public static bool LooksLikePhone(ReadOnlySpan<char> value)
    {
        var digits = 0;
        foreach (var c in QueryText.Decode(value))
        {
            if (char.IsAsciiDigit(c))
                digits++;
            else if (c is not ('+' or ' ' or '-' or '(' or ')' or '.' or '/'))
                return false;
        }

        return digits is >= 7 and <= 15;
    }
}
