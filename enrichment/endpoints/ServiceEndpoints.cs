using Engine.Enrichment.Documents;
using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>What is known about one service's endpoints, with its own bounds: one service's flood does not cost another its templates.</summary>
/// <param name="number">Its place among the services.</param>
/// <param name="name">Host, or what stands for it.</param>
/// <param name="options">Its bounds.</param>
/// <param name="roles">What the operator says of its endpoints.</param>
/// <param name="documents">What documents state of it; null where none speaks of it.</param>
/// <param name="ledger">Where its parts are saved.</param>
internal sealed class ServiceEndpoints(int number, string name, PathOptions options, RoleRules roles, DocumentedPaths? documents, Ledger ledger) : Saved(ledger)
{
    /// <summary>Stands for every method that HTTP does not know: they are words of the client.</summary>
    private const string OtherMethod = "*";

    private readonly Dictionary<(string Method, string Template), LearnedEndpoint> _byName = [];
    private readonly List<LearnedEndpoint> _endpoints = [];
    private PathNode? _root;
    private LearnedEndpoint? _overflow;
    private ServiceSources _sources;
    private int _shapes;
    private ulong _lastPosition;

    public int Number { get; } = number;
    public string Name { get; } = name;
    public Ledger Ledger { get; } = ledger;
    public RoleRules Roles { get; } = roles;
    public DocumentedPaths? Documents { get; } = documents;
    public Allowance Positions { get; } = new(options.PositionsPerService, ledger, number);
    public Allowance Parameters { get; } = new(options.ParametersPerService, ledger, number, TemplatePart.ParameterShare);

    /// <summary>In the order of their first call; those that moved included.</summary>
    public IReadOnlyList<LearnedEndpoint> Endpoints => _endpoints;

    /// <summary>Where all its paths begin.</summary>
    public PathNode Root => _root ??= NewPosition("/", SegmentKind.Literal, PathRank.Word, null, 0);

    public ref readonly ServiceSources Sources => ref _sources;

    /// <summary>The endpoint of everything that the bounds leave no room for.</summary>
    public LearnedEndpoint Overflow => _overflow ??= Create(OtherMethod, "/" + Segments.Placeholder(SegmentKind.Rest), EndpointOrigin.Overflow);

    /// <summary>An accepted call came from there.</summary>
    public void See(ulong source)
    {
        if (_sources.IsSettled)
            return;
        Changing();
        _sources.See(source);
    }

    /// <summary>As it stands in an endpoint.</summary>
    public static string MethodOf(string method) => IsRegistered(method) ? method : OtherMethod;

    public PathNode NewPosition(string text, SegmentKind kind, PathRank rank, PathNode? parent, ulong source)
    {
        var position = new PathNode(this, ++_lastPosition, text, kind, rank, parent, source);
        Ledger.Add(position);
        return position;
    }

    /// <summary>The endpoint of the paths that end at a position.</summary>
    /// <param name="position">The position.</param>
    /// <param name="method">As <see cref="MethodOf"/> gives it.</param>
    /// <param name="learns">What answered may know it: takes from what may be learned, else from what is kept of probes.</param>
    /// <param name="source">Who called.</param>
    /// <returns>Null where there is no room.</returns>
    public LearnedEndpoint? At(PathNode position, string method, bool learns, ulong source)
    {
        if (position.EndpointOf(method) is { } known)
            return known.Current;
        // The first endpoint of a position comes with it.
        if (position.Endpoints.Length > 0 && !HasRoom(learns, source))
            return null;
        var endpoint = Create(method, position.Template(), EndpointOrigin.Path);
        position.AddEndpoint(endpoint);
        return endpoint;
    }

    /// <summary>An endpoint that somebody names: a gateway its route, a client an operation.</summary>
    /// <returns>Null where there is no room.</returns>
    public LearnedEndpoint? Named(string method, string template, EndpointOrigin origin, bool learns, ulong source)
    {
        if (_byName.TryGetValue((method, template), out var known))
            return known.Current;
        return method != OtherMethod && HasRoom(learns, source) ? Create(method, template, origin) : null;
    }

    public LearnedEndpoint? Find(string method, string template) => _byName.TryGetValue((method, template), out var known) ? known.Current : null;

    /// <summary>The endpoint of a documented operation: the operator's word, so it needs no room.</summary>
    public LearnedEndpoint Documented(DocumentedOperation operation, PathPattern path, string method)
    {
        var endpoint = Create(method, path.Template, EndpointOrigin.Document);
        if (endpoint.Documented == operation)
            return endpoint;
        endpoint.Confirm();
        endpoint.Documented = operation;
        return endpoint;
    }

    /// <summary>The endpoint of that name, or what it became part of; a new one where there is none.</summary>
    public LearnedEndpoint Create(string method, string template, EndpointOrigin origin)
    {
        if (_byName.TryGetValue((method, template), out var known))
            return known.Current;
        var endpoint = new LearnedEndpoint(this, method, template, origin);
        _byName.Add((method, template), endpoint);
        _endpoints.Add(endpoint);
        Ledger.Add(endpoint);
        return endpoint;
    }

    public bool TryTakeShape()
    {
        if (_shapes >= options.ShapesPerService)
            return false;
        Changing();
        _shapes++;
        return true;
    }

    /// <summary>Takes over the service's own part.</summary>
    public void Restore(in Snapshot saved)
    {
        _shapes = saved.Shapes;
        _sources = saved.Sources;
        Ledger.Hold(this);
    }

    /// <summary>Takes over an endpoint: they come in their order.</summary>
    public void Restore(in LearnedEndpoint.Snapshot saved)
    {
        var endpoint = new LearnedEndpoint(this, saved) { Documented = Documents?.Named(saved.Method, saved.Template) };
        RestoredTemplates.Require(_byName.TryAdd((saved.Method, saved.Template), endpoint), "two endpoints are one");
        _endpoints.Add(endpoint);
        Ledger.Hold(endpoint);
        if (saved.From == EndpointOrigin.Overflow)
            _overflow = endpoint;
    }

    /// <summary>Takes over a position whose parent is there; its own children follow.</summary>
    public PathNode Restore(ulong position, in SavedNode saved, PathNode? parent)
    {
        var node = new PathNode(this, position, saved.Text, saved.Kind, saved.Rank, parent, saved.FirstSource);
        Ledger.Hold(node);
        _lastPosition = position;
        if (parent is not null)
        {
            parent.Attach(node);
            return node;
        }

        RestoredTemplates.Require(_root is null, "a service has two roots");
        return _root = node;
    }

    protected override StateSection Section => StateSection.Services;

    protected override ReadOnlySpan<byte> WriteKey(Span<byte> room) => new PartKey(TemplatePart.Service, Number, 0).Write(room);

    protected override void Save(ref MessagePackWriter writer)
    {
        writer.Write(Name);
        writer.Write(_shapes);
        ServiceSources.Save(ref writer, _sources);
    }

    public static Snapshot Load(ref MessagePackReader reader) => new(reader.ReadString() ?? "", reader.ReadInt32(), ServiceSources.Load(ref reader));

    /// <summary>As it was saved.</summary>
    internal readonly record struct Snapshot(string Name, int Shapes, ServiceSources Sources);

    private bool HasRoom(bool learns, ulong source) => learns ? Positions.TryTake(source) : TryTakeShape();

    /// <summary>RFC 9110, PATCH (RFC 5789), QUERY, WebDAV (RFC 4918).</summary>
    private static bool IsRegistered(string method) => method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" or "QUERY"
        or "CONNECT" or "TRACE" or "PROPFIND" or "PROPPATCH" or "MKCOL" or "COPY" or "MOVE" or "LOCK" or "UNLOCK" or "REPORT" or "SEARCH" or "PURGE";
}
