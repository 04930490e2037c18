using System.Globalization;

namespace Engine.Enrichment.Endpoints;

/// <summary>Makes one <c>{slug}</c> of the words of a position that turned out to be names, and keeps the map of what became what.</summary>
internal sealed class SlugMerge(PathOptions options)
{
    private readonly List<EndpointMove> _moves = [];

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

    /// <summary>Before a word is added: judges the position when it is due, and merges where its words are names.</summary>
    public SlugRule.Finding Check(ServiceEndpoints service, string method, PathNode position)
    {
        var words = position.Literals.Count;
        if (words < Math.Max(options.SlugWords, position.NextCheck))
            return SlugRule.Finding.Words;
        var finding = SlugRule.Judge(position, options.SlugWords);
        if (finding == SlugRule.Finding.Words)
            position.NextCheck = words + words / 4 + 1;
        if (finding == SlugRule.Finding.Names)
        {
            Merge(service, method, position);
            Number++;
        }

        return finding;
    }

    private void Merge(ServiceEndpoints service, string method, PathNode position)
    {
        var visits = 0L;
        foreach (var word in position.Literals)
            visits += word.Visits;
        var names = position.RemoveLiterals(word => !SlugRule.StaysWord(word.Text) && !SlugRule.IsDominant(word, visits));
        var slug = position.MergeNames();
        foreach (var name in names)
            Merge(service, method, slug, name);
        Settle(service, method, slug);
    }

    private void Merge(ServiceEndpoints service, string method, PathNode into, PathNode from)
    {
        into.Inherit(from.Visits);
        if (from.Endpoint is { } old)
        {
            into.Endpoint ??= service.Create(method, into.Template());
            into.Endpoint.Absorb(old, _moves.Count);
            _moves.Add(new EndpointMove(old.Endpoint, into.Endpoint.Endpoint));
        }

        foreach (var child in from.Literals)
            Merge(service, method, into.Literal(child.Text) ?? into.AddLiteral(child.Text, child.FirstSource), child);
        foreach (var child in from.TypedChildren)
            Merge(service, method, into.AddTyped(child.Kind, child.FirstSource), child);
        service.Ledger.Remove(from);
    }

    /// <summary>Below the names, words of many branches came together: they may be names in turn.</summary>
    private void Settle(ServiceEndpoints service, string method, PathNode position)
    {
        var areNames = position.Literals.Count >= options.SlugWords && SlugRule.Judge(position, options.SlugWords) == SlugRule.Finding.Names;
        if (areNames)
            Merge(service, method, position);
        foreach (var child in position.Literals)
            Settle(service, method, child);
        foreach (var child in position.TypedChildren)
        {
            // The names' own child was settled when they were merged.
            if (!areNames || !ReferenceEquals(child, position.Names))
                Settle(service, method, child);
        }
    }
}
