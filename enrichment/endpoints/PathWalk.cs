namespace Engine.Enrichment.Endpoints;

/// <summary>One path's way down the tree of its service and method.</summary>
internal ref struct PathWalk(
    ServiceEndpoints service, string method, string path, ulong source, bool learns, SlugMerge merge, PathObjects objects)
{
    /// <summary>Segments that are looked at; what lies deeper is <c>{*}</c>.</summary>
    public const int Deepest = 16;

    /// <summary>Unknown words after which the rest of a path has no shape.</summary>
    private const int MostUnknown = 2;

    /// <summary>Longest name of a file's kind: <c>{objectid}</c> and an extension.</summary>
    private const int LongestFileKind = 32;

    private bool _isShape;

    /// <summary>A word or position found no room.</summary>
    public bool IsCrowded { get; private set; }

    /// <summary>Every position was taught by accepted calls, so an accepted call confirms the endpoint.</summary>
    public readonly bool Confirms => learns && !_isShape;

    /// <param name="node">Root of the tree.</param>
    /// <param name="scratch">Room for a decoded segment.</param>
    /// <returns>Where the path ends; null where there is no room.</returns>
    public PathNode? To(PathNode node, Span<char> scratch)
    {
        objects.Clear();
        var text = path.AsSpan();
        var position = PathText.Start(path);
        var end = text.TrimEnd('/').Length;
        var unknown = 0;
        var followsSecretWord = false;
        for (var depth = 0; PathText.Next(text, ref position, out var start, out var length); depth++)
        {
            if (depth == Deepest || unknown > MostUnknown)
            {
                _isShape = true;
                return Shape(node, SegmentKind.Rest);
            }

            var segment = text.Slice(start, length);
            var plain = PathText.Plain(segment, scratch, out var isOdd);
            if (plain.IsEmpty)
                continue;
            var kind = isOdd ? SegmentKind.Any : Segments.KindOf(plain);
            var isPersonal = Segments.IsPersonal(kind);
            var isSecret = isPersonal || Segments.IsWebToken(kind, plain) || (followsSecretWord && SecretWords.IsSecret(kind, plain));
            if (isSecret && !isPersonal)
                kind = SegmentKind.Token;
            else if (kind == SegmentKind.Literal && plain.Contains('/'))
                kind = SegmentKind.Slug;

            PathNode? next;
            if (kind == SegmentKind.Literal)
            {
                next = position >= end
                    ? File(node, plain, start, length)
                    : node.Literal(plain) ?? Word(node, plain, start, length);
                followsSecretWord = next is { Kind: SegmentKind.Literal } ? next.AnnouncesSecret : SecretWords.Announces(plain);
            }
            else
            {
                if (Segments.NamesObject(kind))
                    objects.Add(kind, start, length, isSecret);
                next = node.Typed(kind) ?? node.Names ?? Shape(node, kind);
                followsSecretWord = false;
            }

            if (next is null)
                return null;
            if (next.Kind is SegmentKind.Any or SegmentKind.Dots)
            {
                unknown++;
                _isShape = true;
            }

            node = next;
            if (learns)
                node.Visit();
        }

        return node;
    }

    /// <summary>The last word: one endpoint for each kind of static file of a directory, and for each kind of numbered document.</summary>
    private PathNode? File(PathNode node, scoped ReadOnlySpan<char> plain, int start, int length)
    {
        var dot = plain.LastIndexOf('.');
        if (dot <= 0 || plain.Length - dot is < 2 or > 12 || !char.IsAsciiLetter(plain[dot + 1]))
            return node.Literal(plain) ?? Word(node, plain, start, length);
        var extension = plain[dot..];
        ReadOnlySpan<char> stem = "*";
        if (!StaticFiles.Includes(extension))
        {
            var kind = Segments.KindOf(plain[..dot]);
            if (kind is SegmentKind.Literal or SegmentKind.Dots || Segments.IsPersonal(kind))
                return node.Literal(plain) ?? Word(node, plain, start, length);
            stem = Segments.Placeholder(kind);
            if (Segments.NamesObject(kind))
                objects.Add(kind, start, plain.Length == length ? dot : length);
        }

        Span<char> buffer = stackalloc char[LongestFileKind];
        stem.CopyTo(buffer);
        extension.CopyTo(buffer[stem.Length..]);
        ReadOnlySpan<char> fileKind = buffer[..(stem.Length + extension.Length)];
        return node.Literal(fileKind) ?? Word(node, fileKind, start, length);
    }

    /// <summary>A word that this position does not have.</summary>
    private PathNode? Word(PathNode node, scoped ReadOnlySpan<char> word, int start, int length)
    {
        if (learns && (node.Names is null || SlugRule.StaysWord(word)) && Learn(node, word) is { } learned)
            return learned;
        if (node.Names is not { } names)
            return Shape(node, SegmentKind.Any);
        objects.Add(SegmentKind.Slug, start, length);
        return names;
    }

    /// <summary>A typed child, made if there is room.</summary>
    private PathNode? Shape(PathNode node, SegmentKind kind)
    {
        if (node.Typed(kind) is { } known)
            return known;
        var hasRoom = learns && kind < SegmentKind.Any ? service.Positions.TryTake(source) : service.TryTakeShape();
        IsCrowded |= !hasRoom;
        return hasRoom ? node.AddTyped(kind, source) : null;
    }

    /// <returns>The new word; null where it is a name now, or there is no room.</returns>
    private PathNode? Learn(PathNode node, scoped ReadOnlySpan<char> word)
    {
        var finding = merge.Check(service, method, node);
        if (finding == SlugRule.Finding.Names && !SlugRule.StaysWord(word))
            return null;
        var hasRoom = finding != SlugRule.Finding.OneSource && service.Positions.TryTake(source);
        IsCrowded |= !hasRoom;
        return hasRoom ? node.AddLiteral(word.ToString(), source) : null;
    }
}
