namespace Engine.Enrichment.Endpoints;

/// <summary>One path's way down the tree of its service.</summary>
internal ref struct PathWalk(ServiceEndpoints service, string path, ulong source, CallOutcome outcome, PathMerge merge, PathObjects objects)
{
    /// <summary>Segments that are looked at; what lies deeper is <c>{*}</c>.</summary>
    public const int Deepest = 16;

    /// <summary>Unknown words after which the rest of a path has no shape.</summary>
    private const int MostUnknown = 2;

    private readonly bool _learns = outcome is CallOutcome.Accepted or CallOutcome.Unseen;
    private bool _isShape;

    /// <summary>A word or position found no room.</summary>
    public bool IsCrowded { get; private set; }

    /// <summary>Every position was taught by accepted calls, so an accepted call confirms the endpoint.</summary>
    public readonly bool Confirms => _learns && !_isShape;

    /// <param name="scratch">Room for a decoded segment.</param>
    /// <returns>Where the path ends; null where there is no room.</returns>
    public PathNode? ToEnd(Span<char> scratch)
    {
        objects.Clear();
        var node = service.Root;
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

            var plain = PathText.Plain(text.Slice(start, length), scratch, out var isOdd);
            if (plain.IsEmpty)
                continue;
            if (_learns)
                merge.CheckAfterVisit(node);
            var segment = new PathSegment(plain, start, length, KindOf(plain, isOdd, followsSecretWord, out var isSecret), isSecret);
            var next = segment.Kind != SegmentKind.Literal ? Value(node, segment)
                : position >= end ? Last(node, segment)
                : Word(node, segment);
            if (next is null)
                return null;
            followsSecretWord = next.Rank == PathRank.Word ? next.AnnouncesSecret : segment.Kind == SegmentKind.Literal && SecretWords.Announces(plain);
            if (next.Kind is SegmentKind.Any or SegmentKind.Dots)
                unknown++;
            _isShape |= next.Rank == PathRank.Shape;
            node = next;
            if (_learns)
                node.Visit();
        }

        return node;
    }

    private static SegmentKind KindOf(ReadOnlySpan<char> plain, bool isOdd, bool followsSecretWord, out bool isSecret)
    {
        var kind = isOdd ? SegmentKind.Any : Segments.KindOf(plain);
        var isPersonal = Segments.IsPersonal(kind);
        isSecret = isPersonal || Segments.IsWebToken(kind, plain) || (followsSecretWord && SecretWords.IsSecret(kind, plain));
        return isSecret && !isPersonal ? SegmentKind.Token : kind;
    }

    /// <summary>A segment that is no word whatever stands beside it.</summary>
    private PathNode? Value(PathNode node, in PathSegment segment)
    {
        var kind = segment.Kind;
        var parameter = node.Parameter;
        if (kind > SegmentKind.Slug)
            return Shape(node, kind);
        if (_learns)
            parameter = Learned(node, kind);
        else if (parameter is not null && !parameter.Values.HoldsNames && !parameter.Values.Include(kind))
            parameter = null;
        parameter?.SeeValue(_learns ? kind : parameter.Kind, segment.Plain.Length);
        var next = parameter ?? Shape(node, kind);
        if (next is not null)
            AddObject(next, kind, segment);
        return next;
    }

    /// <summary>The parameter, made if there is room.</summary>
    private PathNode? Learned(PathNode node, SegmentKind kind)
    {
        var shape = node.Shape(kind);
        if (node.Parameter is { } known)
        {
            if (shape is not null)
                merge.Adopt(node, known, shape);
            return known;
        }

        if (!service.Positions.TryTake(source))
        {
            IsCrowded = true;
            return null;
        }

        if (shape is null)
            return node.AddParameter(kind, source);
        node.Promote(shape);
        return shape;
    }

    /// <summary>The last word: one endpoint for each kind of static file of a directory, and for each kind of numbered document.</summary>
    private PathNode? Last(PathNode node, in PathSegment segment)
    {
        Span<char> room = stackalloc char[FileNames.LongestKind];
        var parameter = node.Parameter?.Text;
        if (!FileNames.TryShape(segment.Plain, parameter, room, out var shape, out var stem))
            return Word(node, segment);
        if (stem.Kind != SegmentKind.Literal && Segments.NamesObject(stem.Kind))
            objects.Add(stem.Kind, stem.Kind, segment.Start, segment.Plain.Length == segment.Length ? stem.Length : segment.Length);
        return Known(node, shape) ?? Unknown(node, shape, segment);
    }

    private PathNode? Word(PathNode node, in PathSegment segment)
    {
        if (Known(node, segment.Plain) is { } known)
            return known;
        if (node.Parameter is not { } parameter || !(parameter.Values.HoldsNames || parameter.Values.Fit(segment.Plain)))
            return Unknown(node, segment.Plain, segment);
        if (_learns && ApiWords.IsKeyword(segment.Plain) && Learn(node, segment.Plain) is { } keyword)
            return keyword;
        AddObject(parameter, SegmentKind.Slug, segment);
        return parameter;
    }

    /// <summary>A word of this place. In other letters than the server has shown to know it is another one, if the server says so.</summary>
    private readonly PathNode? Known(PathNode node, scoped ReadOnlySpan<char> word) =>
        node.Literal(word) is { } known && (outcome != CallOutcome.NotFound || word.SequenceEqual(known.Text)) ? known : null;

    /// <summary>A word that this place does not have.</summary>
    private PathNode? Unknown(PathNode node, scoped ReadOnlySpan<char> word, in PathSegment segment)
    {
        if (_learns && Learn(node, word) is { } learned)
            return learned;
        if (!node.HasNames)
            return Shape(node, SegmentKind.Any);
        AddObject(node.Parameter!, SegmentKind.Slug, segment);
        return node.Parameter;
    }

    private readonly void AddObject(PathNode place, SegmentKind kind, in PathSegment segment)
    {
        if (Segments.NamesObject(kind))
            objects.Add(place.Kind, kind, segment.Start, segment.Length, segment.IsSecret);
    }

    /// <summary>What is kept of a probe.</summary>
    private PathNode? Shape(PathNode node, SegmentKind kind)
    {
        if (node.Shape(kind) is { } known)
            return known;
        if (service.TryTakeShape())
            return node.AddShape(kind, source);
        IsCrowded = true;
        return null;
    }

    /// <returns>The new word; null where it is a name now, or there is no room.</returns>
    private PathNode? Learn(PathNode node, scoped ReadOnlySpan<char> word)
    {
        var mayAdd = merge.MayAdd(node, source);
        if (node.HasNames && !ApiWords.IsKeyword(word))
            return null;
        var hasRoom = mayAdd && service.Positions.TryTake(source);
        IsCrowded |= !hasRoom;
        return hasRoom ? node.AddLiteral(word.ToString(), source) : null;
    }
}
