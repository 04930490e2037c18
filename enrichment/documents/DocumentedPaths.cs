using Engine.Enrichment.Endpoints;

namespace Engine.Enrichment.Documents;

/// <summary>The documented operations of one service, found by path: words before parameters, as OpenAPI wants it.</summary>
internal sealed class DocumentedPaths
{
    private readonly Position _root = new();
    private readonly Dictionary<(string Method, string Template), DocumentedOperation> _byName = [];

    public void Add(DocumentedOperation operation)
    {
        if (operation.Path is not { } path)
            return;
        var position = _root;
        foreach (var segment in path.Segments)
            position = position.Child(segment);
        // Of two documents that state one operation the first counts.
        if (position.Operations.TryAdd(operation.Method, operation))
            _byName.TryAdd((operation.Method, path.Template), operation);
    }

    /// <param name="path">As sent, or a template: then its parameters stand for values.</param>
    /// <param name="method">Upper case.</param>
    /// <param name="ignoresCase">Words may be written otherwise: the server did not mind.</param>
    /// <param name="scratch">Room for a decoded segment.</param>
    /// <returns>Null where no document states it.</returns>
    public DocumentedOperation? Find(in PathSegments path, string method, bool ignoresCase, Span<char> scratch) =>
        new DocumentSearch(path, method, ignoresCase, scratch).From(_root, 0);

    public DocumentedOperation? Named(string method, string template) => _byName.GetValueOrDefault((method, template));

    /// <summary>A place of the paths.</summary>
    internal sealed class Position
    {
        private readonly Dictionary<string, Position> _words = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, Position>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
        private readonly List<(PatternSegment Segment, Position Below)> _patterns = [];

        public Position() => _bySpan = _words.GetAlternateLookup<ReadOnlySpan<char>>();

        public Dictionary<string, DocumentedOperation> Operations { get; } = new(StringComparer.Ordinal);

        /// <summary>Parameters among words before those that are all of a segment.</summary>
        public IReadOnlyList<(PatternSegment Segment, Position Below)> Patterns => _patterns;

        public Position? Word(ReadOnlySpan<char> word, bool ignoresCase) =>
            _bySpan.TryGetValue(word, out var written, out var below) && (ignoresCase || word.SequenceEqual(written)) ? below : null;

        public Position Child(PatternSegment segment)
        {
            if (segment.IsWord)
                return _words.TryGetValue(segment.Text, out var word) ? word : _words[segment.Text] = new Position();
            foreach (var (known, below) in _patterns)
            {
                if (known.IsParameter ? segment.IsParameter : known.Text == segment.Text)
                    return below;
            }

            var child = new Position();
            _patterns.Insert(segment.IsParameter ? _patterns.Count : 0, (segment, child));
            return child;
        }
    }
}
