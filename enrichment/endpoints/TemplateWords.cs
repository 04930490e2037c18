namespace Engine.Enrichment.Endpoints;

/// <summary>The words of a template that say most of what it is for: the last two.</summary>
internal readonly ref struct TemplateWords
{
    public TemplateWords(ReadOnlySpan<char> template)
    {
        var operation = template.IndexOf('#');
        var path = operation < 0 ? template : template[..operation];
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            if (segment.IsEmpty)
                continue;
            EndsInWord = segment[0] is not ('{' or ':' or '<');
            if (!EndsInWord || Segments.IsVersionOrLocale(segment))
                continue;
            BeforeLast = Last;
            Last = segment;
            IsAdmin |= RoleWords.RoleOf(segment) == Schemas.EndpointRole.Admin;
        }

        if (operation < 0)
            return;
        // Of GraphQL the path says nothing, and the field everything.
        Last = template[(template.LastIndexOf(' ') + 1)..];
        EndsInWord = true;
    }

    public ReadOnlySpan<char> Last { get; }
    public ReadOnlySpan<char> BeforeLast { get; }

    /// <summary>No parameter follows the last word.</summary>
    public bool EndsInWord { get; }

    /// <summary>One of all the words is for administrators.</summary>
    public bool IsAdmin { get; }
}
