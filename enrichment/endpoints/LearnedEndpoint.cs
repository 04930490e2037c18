using Engine.Enrichment.Documents;
using Engine.Enrichment.Identity;
using Engine.Enrichment.Parameters;
using Engine.Enrichment.Secrets;
using Engine.Enrichment.State;
using Engine.Schemas;
using MessagePack;

namespace Engine.Enrichment.Endpoints;

/// <summary>An endpoint and what the traffic has shown about it so far.</summary>
internal sealed class LearnedEndpoint : Saved
{
    private FewSources _witnesses, _newcomers;
    private RoleHints _hints;
    private bool _isIssuer;
    private readonly bool _isPageForNewcomers;
    private ParameterSpot? _user;

    public LearnedEndpoint(ServiceEndpoints service, string method, string template, EndpointOrigin origin)
        : base(service.Ledger)
    {
        Service = service;
        Number = service.Endpoints.Count;
        Endpoint = new Endpoint(service.Name, method, template);
        From = origin;
        // A gateway reports the routes that it knows, and a document states what there is.
        IsKnown = origin is EndpointOrigin.Route or EndpointOrigin.Document;
        Access = new EndpointAccess(this);
        _isPageForNewcomers = method is "GET" or "HEAD" && IsForNewcomers(EndpointRoles.Of("POST", template));
        Judge();
    }

    /// <summary>As it was saved; its successor is tied later.</summary>
    public LearnedEndpoint(ServiceEndpoints service, in Snapshot saved)
        : this(service, saved.Method, saved.Template, saved.From)
    {
        IsKnown = saved.IsKnown;
        Access = new EndpointAccess(this, saved.Access);
        (_witnesses, _newcomers, _isIssuer, _hints) = (saved.Witnesses, saved.Newcomers, saved.IsIssuer, saved.Hints);
        Judge();
    }

    public ServiceEndpoints Service { get; }

    /// <summary>Its place among the service's endpoints.</summary>
    public int Number { get; }
    public Endpoint Endpoint { get; }
    public EndpointOrigin From { get; }
    public EndpointRole Role { get; private set; }
    public EndpointAccess Access { get; }

    /// <summary>It is there for people who are not known yet: the page of a log-in as well as the log-in.</summary>
    public bool ServesNewcomers => IsForNewcomers(Role) || _isPageForNewcomers;

    /// <summary>What a document states of it; null where none does.</summary>
    public DocumentedOperation? Documented
    {
        get;
        set
        {
            field = value;
            Judge();
        }
    }

    /// <summary>What its parameters are like; null while it has shown none.</summary>
    public ParameterSchema? Parameters { get; private set; }

    /// <summary>True once the server has shown that it knows it. One way: an endpoint that is switched off stays known.</summary>
    public bool IsKnown { get; private set; }

    public EndpointStanding Standing => Documented?.Standing
        ?? (Service.Documents is not null && IsKnown && From != EndpointOrigin.Overflow ? EndpointStanding.Shadow : EndpointStanding.Unknown);

    /// <summary>What it became part of; null while it is itself.</summary>
    public LearnedEndpoint? Successor { get; private set; }

    /// <summary>Number of its move to the successor among all moves; -1 before.</summary>
    public int Move { get; private set; } = -1;

    /// <summary>Itself, or the endpoint that it became part of.</summary>
    public LearnedEndpoint Current
    {
        get
        {
            var current = this;
            while (current.Successor is { } next)
                current = next;
            return current;
        }
    }

    public void Confirm()
    {
        if (IsKnown)
            return;
        Changing();
        IsKnown = true;
    }

    /// <summary>It was accepted where acceptance by itself says little: several must have been.</summary>
    public void Witness(ulong source)
    {
        if (IsKnown)
            return;
        Changing();
        _witnesses.Add(source);
        if (_witnesses.Count == FewSources.Enough || Service.Sources.IsOne)
            IsKnown = true;
    }

    /// <summary>A client that called it without a credential showed one next: it gives them out, if it also refuses some who ask.</summary>
    public void GiveCredential(ulong client)
    {
        if (_isIssuer)
            return;
        Changing();
        _newcomers.Add(client);
        _isIssuer = _newcomers.Count == FewSources.Enough && Access.HasRefused;
        if (_isIssuer)
            Judge();
    }

    /// <summary>Whose log-in the call tries; null where it does not say, or is none.</summary>
    public string? UserOf(ApiEvent call) => _user?.Read(call) is { } name ? ActorTable.Bounded(name) : null;

    /// <summary>What an accepted call shows of its parameters.</summary>
    public void Learn(ApiEvent call, ulong source)
    {
        if (Parameters is null)
            Service.Ledger.Add(Parameters = new ParameterSchema(this));
        if (!Parameters.Learn(call, source))
            return;
        var hints = Parameters.Hints;
        // Where a log-in says who it is may still become clearer.
        if (hints == _hints && Role != EndpointRole.LogIn)
            return;
        Changing();
        _hints = hints;
        Judge();
    }

    /// <summary>Takes over parameters that were saved.</summary>
    public void Restore(in ParameterSchema.Snapshot saved)
    {
        Parameters = new ParameterSchema(this);
        Parameters.Restore(saved);
        Service.Ledger.Hold(Parameters);
        Judge();
    }

    /// <summary>Several endpoints turned out to be one: <paramref name="part"/> lives on in this one.</summary>
    public void Absorb(LearnedEndpoint part, int move)
    {
        part.Changing();
        part.TieTo(this, move);
        Changing();
        IsKnown |= part.IsKnown;
        _witnesses.Absorb(part._witnesses);
        _newcomers.Absorb(part._newcomers);
        _isIssuer |= part._isIssuer;
        Access.Absorb(part.Access);
        if (part.Parameters is not { } parameters)
            return;
        if (Parameters is null)
            Service.Ledger.Add(Parameters = new ParameterSchema(this));
        Parameters.Absorb(parameters);
        Service.Ledger.Remove(parameters);
        _hints = Parameters.Hints;
        Judge();
    }

    public EndpointDescription Describe(ParameterNames names) => new(Endpoint, Role, Standing)
    {
        Parameters = EndpointParameters.Of(this, names),
        User = _user?.ToString(),
    };

    public void TieTo(LearnedEndpoint successor, int move)
    {
        Successor = successor;
        Move = move;
    }

    protected override StateSection Section => StateSection.Services;

    protected override ReadOnlySpan<byte> WriteKey(Span<byte> room) => new PartKey(TemplatePart.Endpoint, Service.Number, (ulong)Number).Write(room);

    protected override void Save(ref MessagePackWriter writer)
    {
        writer.Write(Endpoint.Method);
        writer.Write(Endpoint.Template);
        writer.Write((int)From);
        writer.Write(IsKnown);
        writer.Write(Successor?.Number ?? -1);
        writer.Write(Move);
        EndpointAccess.Save(ref writer, Access);
        FewSources.Save(ref writer, _witnesses);
        FewSources.Save(ref writer, _newcomers);
        writer.Write(_isIssuer);
        writer.Write((int)_hints);
    }

    public static Snapshot Load(ref MessagePackReader reader) => new(
        reader.ReadString() ?? "", reader.ReadString() ?? "", (EndpointOrigin)reader.ReadInt32(), reader.ReadBoolean(), reader.ReadInt32(), reader.ReadInt32(),
        EndpointAccess.Load(ref reader), FewSources.Load(ref reader), FewSources.Load(ref reader), reader.ReadBoolean(), (RoleHints)reader.ReadInt32());

    private static bool IsForNewcomers(EndpointRole role) =>
        role is EndpointRole.LogIn or EndpointRole.SignUp or EndpointRole.Reset or EndpointRole.Health;

    /// <summary>What it is for, as far as is known now.</summary>
    private void Judge()
    {
        var rule = Service.Roles.Find(Endpoint);
        Role = rule?.Role ?? EndpointRoles.Of(Endpoint.Method, Endpoint.Template, _hints | (Documented?.Hints ?? RoleHints.None), _isIssuer);
        _user = Role != EndpointRole.LogIn ? null
            : rule?.User is { } told ? ParameterSpot.TryParse(told)
            : Parameters?.User ?? Documented?.User;
    }

    /// <summary>As it was saved.</summary>
    internal readonly record struct Snapshot(
        string Method, string Template, EndpointOrigin From, bool IsKnown, int Successor, int Move, List<EndpointAccess.OfFormat>? Access,
        FewSources Witnesses, FewSources Newcomers, bool IsIssuer, RoleHints Hints);
}
