using Engine.Enrichment.Documents;
using Engine.Enrichment.State;
using Engine.Schemas;

namespace Engine.Enrichment.Endpoints;

/// <summary>
/// Endpoint of a call: what a document states, an operation that the call names, the gateway's route, else learned from the path. Typed
/// segments become placeholders at once; words stay words until they turn out to be names. Only what the server accepts teaches: refusals
/// come for every path a scanner tries, and redirects to a log-in page too.
/// </summary>
/// <remarks>Single-threaded. A path of known positions costs no allocation.</remarks>
internal sealed class PathTemplates
{
    private readonly PathMerge _merge;
    private readonly NamedEndpoints _named;
    private readonly PathObjects _objects = new();
    private readonly char[] _scratch = new char[PathText.LongestDecoded];
    private EndpointTable? _table;
    private long _overflowed;
    private int _told;

    /// <exception cref="UserError">A rule cannot be read.</exception>
    public PathTemplates(PathOptions options, IReadOnlyList<RoleOptions> roles, IReadOnlyList<DocumentedApi> documents, Ledger ledger)
    {
        _merge = new PathMerge(options);
        Services = new ServiceTable(options, new RoleRules(roles), new DocumentedServices(documents), ledger);
        Newcomers = new Newcomers(Services, ledger);
        _named = new NamedEndpoints(_merge, _objects, _scratch);
    }

    /// <summary>Objects that the last path named.</summary>
    public PathObjects Objects => _objects;

    /// <summary>Calls that found no room for a template of their own.</summary>
    public long Overflowed => _overflowed + Services.Overflowed;

    public string Version => _merge.Version;

    /// <summary>Number of <see cref="Version"/>.</summary>
    public int VersionNumber => _merge.Number;

    public ServiceTable Services { get; }

    public Newcomers Newcomers { get; }

    /// <param name="call">The call.</param>
    /// <param name="source">Hash of the client address: what one source teaches is limited.</param>
    public LearnedEndpoint Find(ApiEvent call, ulong source)
    {
        var outcome = OutcomeOf(call);
        var service = Services.Of(call, outcome, source);
        if (outcome == CallOutcome.Accepted)
            service.See(source);
        var method = ServiceEndpoints.MethodOf(call.Method);
        var isClean = PathText.IsClean(call.Path, _scratch);
        if (isClean && _named.Find(call, service, method, ref outcome, source) is { } named)
            return named;
        // An attack in the path may be accepted, too; it teaches nothing.
        var walk = new PathWalk(service, call.Path, source, outcome <= CallOutcome.Unseen && !isClean ? CallOutcome.Refused : outcome, _merge, _objects);
        var node = walk.ToEnd(_scratch);
        if (call.Route is { Length: > 0 } route && service.Named(method, route, EndpointOrigin.Route, learns: true, source) is { } reported)
            return reported;
        if (walk.IsCrowded)
            _overflowed++;
        var endpoint = node is null ? null : service.At(node, method, walk.Confirms, source);
        if (endpoint is null)
            return service.Overflow;
        if (outcome == CallOutcome.Accepted && walk.Confirms)
            endpoint.Confirm();
        return endpoint;
    }

    /// <summary>What is known now. To be called between calls, on the thread that enriches; the answer may go anywhere.</summary>
    public EndpointTable Table()
    {
        var known = new List<Endpoint>();
        foreach (var endpoint in Services.Known)
            known.Add(endpoint.Endpoint);
        if (_table is null || _table.Version != Version || _table.Endpoints.Count != known.Count)
            _table = new EndpointTable(Version, [.. known], [.. _merge.Moves]);
        return _table;
    }

    /// <summary>What has become what since the last time; null where nothing has.</summary>
    public EndpointMoves? TakeMoves()
    {
        if (_told == _merge.Moves.Count)
            return null;
        var fresh = new EndpointMove[_merge.Moves.Count - _told];
        for (var i = 0; i < fresh.Length; i++)
            fresh[i] = _merge.Moves[_told + i];
        _told += fresh.Length;
        return new EndpointMoves(Version, fresh);
    }

    /// <summary>Takes over what has become what.</summary>
    public void Restore(int version, EndpointMove[] moves)
    {
        _merge.Restore(version, moves);
        _told = moves.Length;
    }

    /// <summary>Everything is there: what documents state now, and did not then, takes over what was learned of it.</summary>
    public void CompleteRestore()
    {
        foreach (var service in Services.All)
            _named.Claim(service);
    }

    private static CallOutcome OutcomeOf(ApiEvent call) => call.BlockedBy is not null ? CallOutcome.Refused : call.Status switch
    {
        (>= 200 and <= 299) or 304 or 101 => CallOutcome.Accepted,
        null => CallOutcome.Unseen,
        404 => CallOutcome.NotFound,
        _ => CallOutcome.Refused,
    };
}
