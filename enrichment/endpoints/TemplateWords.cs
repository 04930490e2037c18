namespace Engine.Enrichment.Endpoints;

/// <summary>The words of a template that say most of what it is for: the last two.</summary>
internal readonly ref struct TemplateWords
{
    public TemplateWords(ReadOnlySpan<char> template)
    {
        foreach (var range in template.Split('/'))
        {
            var segment = template[range];
            if (segment.IsEmpty)
                continue;
            EndsInWord = segment[0] is not ('{' or ':' or '<');
            if (!EndsInWord || Segments.IsVersionOrLocale(segment))
                continue;
            BeforeLast = Last;
            Last = segment;
            IsAdmin |= RoleWords.RoleOf(segment) == Schemas.EndpointRole.Admin;
        }
    }

    public ReadOnlySpan<char> Last { get; }
    public ReadOnlySpan<char> BeforeLast { get; }

    /// <summary>No parameter follows the last word.</summary>
    public bool EndsInWord { get; }

    /// <summary>One of all the words is for administrators.</summary>
    public bool IsAdmin { get; }
}
