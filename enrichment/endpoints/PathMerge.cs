using System.Globalization;
using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>Makes one parameter of the words of a place that turned out to be names, and keeps the map of what became what.</summary>
internal sealed class PathMerge(PathOptions options)
{
    private const int FewestVisits = 64;

    private readonly List<EndpointMove> _moves = [];
    private readonly WordRule _rule = new(options.SlugWords);

    /// <summary>Every old → new since the start; bounded, because positions are never given back.</summary>
    public IReadOnlyList<EndpointMove> Moves => _moves;

    /// <summary>Rises whenever templates change.</summary>
    public int Number
    {
        get;
        private set
        {
            field = value;
            Version = "paths-" + value.ToString(CultureInfo.InvariantCulture);
        }
    } = 1;

    public string Version { get; private set; } = "paths-1";

    /// <summary>Takes over where an earlier run was.</summary>
    public void Restore(int number, EndpointMove[] moves)
    {
        Number = number;
        _moves.AddRange(moves);
    }

    /// <summary>Before a word is added: judges the place when it is due, and merges its words where they are names.</summary>
    /// <returns>False: it brings too many.</returns>
    public bool MayAdd(PathNode place, ulong source)
    {
        if (place.HeldSource != source && place.Literals.Count >= place.NextCheck)
            Check(place);
        return place.HeldSource != source;
    }

    /// <summary>Judges a place when twice as many calls have come as the last time.</summary>
    public void CheckAfterVisit(PathNode place)
    {
        if (place.Visits >= FewestVisits && int.IsPow2(place.Visits) && place.Literals.Count > 0)
            Check(place);
    }

    private WordRule.Finding Check(PathNode place)
    {
        var finding = _rule.Judge(place);
        if (finding is WordRule.Finding.Names or WordRule.Finding.SomeValues)
            MergeNames(place, finding);
        place.Hold(finding == WordRule.Finding.OneSource ? MostFrequent(_rule.Names) : 0);
        place.NextCheck = place.Literals.Count + place.Literals.Count / 8 + 1;
        return finding;
    }

    // Of several that brought as many the first: a comparison of hashes would depend on the key that they were made with.
    private static ulong MostFrequent(IReadOnlyList<PathNode> words) =>
        words.GroupBy(word => word.FirstSource).MaxBy(group => group.Count())!.Key;

    /// <summary>A shape turned out to be a value of the parameter beside it.</summary>
    public void Adopt(PathNode place, PathNode parameter, PathNode shape)
    {
        place.Detach(shape);
        Merge(parameter, shape);
        Settle(parameter);
        Number++;
    }

    /// <summary>Somebody says what an endpoint is that was learned.</summary>
    public void Claim(LearnedEndpoint learned, LearnedEndpoint named)
    {
        if (ReferenceEquals(learned, named))
            return;
        Move(learned, named);
        Number++;
    }

    private void MergeNames(PathNode place, WordRule.Finding finding)
    {
        var names = _rule.Names.ToArray();
        var parameter = place.Parameter ?? place.AddParameter(SegmentKind.Slug, names[0].FirstSource);
        if (finding == WordRule.Finding.Names)
            parameter.HoldNames();
        foreach (var name in names)
        {
            place.Detach(name);
            Merge(parameter, name);
        }

        Settle(parameter);
        Number++;
    }

    private void Merge(PathNode into, PathNode from)
    {
        into.Inherit(from);
        foreach (var old in from.Endpoints)
            Move(old, into);
        foreach (var word in from.Literals)
            Merge(into.Literal(word.Text) ?? into.AddLiteral(word.Text, word.FirstSource), word);
        if (from.Parameter is { } parameter)
            Merge(into.Parameter ?? into.AddParameter(parameter.Kind, parameter.FirstSource), parameter);
        foreach (var shape in from.Shapes)
            Merge(into.Shape(shape.Kind) ?? into.AddShape(shape.Kind, shape.FirstSource), shape);
        from.Service.Ledger.Remove(from);
    }

    private void Move(LearnedEndpoint old, PathNode into)
    {
        var method = old.Endpoint.Method;
        var successor = into.EndpointOf(method);
        if (successor is null)
            into.AddEndpoint(successor = into.Service.Create(method, into.Template(), EndpointOrigin.Path));
        Move(old.Current, successor.Current);
    }

    private void Move(LearnedEndpoint old, LearnedEndpoint successor)
    {
        if (ReferenceEquals(old, successor))
            return;
        successor.Absorb(old, _moves.Count);
        _moves.Add(new EndpointMove(old.Endpoint, successor.Endpoint));
    }

    /// <summary>Below the names words of many branches came together: they may be names in turn.</summary>
    private void Settle(PathNode place)
    {
        var areNames = place.Literals.Count > 0 && Check(place) is WordRule.Finding.Names or WordRule.Finding.SomeValues;
        foreach (var child in place.Literals)
            Settle(child);
        // The parameter of names was settled when they became one.
        if (!areNames && place.Parameter is { } parameter)
            Settle(parameter);
    }
}
