using System.Buffers;
using Engine.Enrichment.Endpoints;

namespace Engine.Enrichment.Secrets;

/// <summary>Takes secrets out of paths and URLs: user information, one-time links, session ids in matrix parameters, e-mails, tokens, fragments.</summary>
internal sealed class UrlScrubber(ParameterNames names, QueryScrubber queries)
{
    private static readonly SearchValues<char> s_pathMarks = SearchValues.Create("@;%");
    private static readonly SearchValues<char> s_urlMarks = SearchValues.Create("?#@;%");

    // Beginnings of the words of SecretWords, and of a token.
    private static readonly SearchValues<string> s_urlWords = SearchValues.Create(
        ["reset", "password", "verify", "activat", "confirm", "magic", "unsubscribe", "token", "invit", "eyJ"], StringComparison.OrdinalIgnoreCase);

    private readonly char[] _scratch = new char[PathText.LongestDecoded];

    /// <param name="path">As sent.</param>
    /// <param name="holdsSecret">The walk through its template has found a secret segment.</param>
    /// <returns>The same instance where nothing is secret.</returns>
    public string ScrubPath(string path, bool holdsSecret) =>
        holdsSecret || path.AsSpan().ContainsAny(s_pathMarks) || path.Contains("eyJ", StringComparison.Ordinal) ? MaskPath(path) : path;

    /// <summary>A URL or a reference to one: referer, location.</summary>
    /// <returns>The same instance where nothing is secret; a fragment always goes, it is where tokens are handed over.</returns>
    public string ScrubUrl(string url)
    {
        if (!url.AsSpan().ContainsAny(s_urlMarks) && !url.AsSpan().ContainsAny(s_urlWords))
            return url;
        var text = url.AsSpan();
        var fragment = text.IndexOf('#');
        if (fragment >= 0)
            text = text[..fragment];
        var question = text.IndexOf('?');
        var path = (question < 0 ? text : text[..question]).ToString();
        var masked = MaskPath(path);
        var query = question < 0 ? null : text[(question + 1)..].ToString();
        var maskedQuery = query is null ? null : queries.Scrub(query);
        if (fragment < 0 && ReferenceEquals(masked, path) && ReferenceEquals(maskedQuery, query))
            return url;
        return maskedQuery is null ? masked : masked + "?" + maskedQuery;
    }

    private string MaskPath(string path)
    {
        var text = path.AsSpan();
        var masked = new System.Text.StringBuilder(path.Length);
        var kept = 0;
        var position = Authority(text, masked, ref kept);
        var followsSecretWord = false;
        while (PathText.Next(text, ref position, out var start, out var length))
        {
            var segment = text.Slice(start, length);
            var matrix = segment.IndexOf(';');
            var word = matrix < 0 ? segment : segment[..matrix];
            var plain = PathText.Plain(word, _scratch, out _);
            var kind = Segments.KindOf(plain);
            var isSecret = Segments.IsPersonal(kind) || Segments.IsWebToken(kind, plain)
                || (followsSecretWord && SecretWords.IsSecret(kind, plain));
            followsSecretWord = kind == SegmentKind.Literal && !isSecret && SecretWords.Announces(plain);
            var at = word.LastIndexOf('@');
            if (at > 0 && word[..at].Contains(':'))
            {
                // An address within a path: /proxy/https://user:password@host.
                masked.Append(text[kept..start]).Append(QueryScrubber.Mask);
                kept = start + at;
            }
            else if (isSecret)
            {
                masked.Append(text[kept..start]).Append(QueryScrubber.Mask);
                kept = start + word.Length;
            }

            if (matrix >= 0)
                kept = Matrix(text, start + matrix, start + length, kept, masked);
        }

        return kept == 0 ? path : masked.Append(text[kept..]).ToString();
    }

    /// <summary>User information of <c>scheme://user:password@host</c>.</summary>
    private static int Authority(ReadOnlySpan<char> text, System.Text.StringBuilder masked, ref int kept)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var slashes = scheme is > 0 and <= 10 && text[0] != '/' ? scheme + 3 : text.StartsWith("//") ? 2 : -1;
        if (slashes < 0)
            return 0;
        var end = text[slashes..].IndexOf('/');
        end = end < 0 ? text.Length : slashes + end;
        var at = text[slashes..end].LastIndexOf('@');
        if (at >= 0)
        {
            masked.Append(text[..slashes]).Append(QueryScrubber.Mask);
            kept = slashes + at;
        }

        return end;
    }

    /// <summary><c>;jsessionid=…</c> behind a segment.</summary>
    private int Matrix(ReadOnlySpan<char> text, int from, int end, int kept, System.Text.StringBuilder masked)
    {
        var parameters = text[(from + 1)..end];
        var position = 0;
        while (QueryText.Next(parameters, ref position, out var name, out var valueStart, out var valueLength))
        {
            if (valueLength == 0 || !QueryScrubber.IsSecret(names.Of(name), parameters.Slice(valueStart, valueLength)))
                continue;
            masked.Append(text[kept..(from + 1 + valueStart)]).Append(QueryScrubber.Mask);
            kept = from + 1 + valueStart + valueLength;
        }

        return kept;
    }
}
