using System.ComponentModel.DataAnnotations;
using System.Net;
using Engine.Enrichment.Clients;
using Engine.Enrichment.Documents;
using Engine.Enrichment.Endpoints;
using Engine.Enrichment.Identity;
using Engine.Enrichment.Parameters;
using Engine.Enrichment.Secrets;
using Engine.Enrichment.State;
using Engine.Schemas;

namespace Engine.Enrichment;

/// <summary>Adds to a call what is known about it: who called, which endpoint, which objects; and takes out what is secret.</summary>
/// <remarks>
/// One sequential stage: it learns from each call for the next, so it is single-threaded, and what it says depends on the options and the order
/// of the calls alone. No I/O, no clock, no chance.
/// </remarks>
public sealed class Enricher : ICheckpointed
{
    private readonly ClientAddressRule _addresses;
    private readonly UserAgents _agents;
    private readonly PathTemplates _templates;
    private readonly CredentialMemory _credentials;
    private readonly TrustRule _trust;
    private readonly ActorTable _actors;
    private readonly ActorResolver _resolver;
    private readonly SessionCookies _cookies;
    private readonly SecretScrubber _secrets;
    private readonly ObjectReader _objects;
    private readonly ParameterNames _names;
    private readonly TableSeed _seed;
    private readonly EnricherState _state;
    private long _calls;

    /// <param name="options">Section <c>enrichment</c>.</param>
    /// <param name="documents">What the documents of <see cref="Options.Documents"/> state.</param>
    /// <exception cref="UserError">The secret key is too short, a trusted proxy is not a network, a path of a role is none.</exception>
    public Enricher(Options options, IReadOnlyList<DocumentedApi>? documents = null)
    {
        var hasher = new CredentialHasher(options.SecretKey);
        var names = new ParameterNames();
        _seed = new TableSeed(options.SecretKey);
        _addresses = new ClientAddressRule(options.TrustedProxies);
        _agents = new UserAgents(_seed);
        var ledger = new Ledger();
        _names = names;
        _templates = new PathTemplates(options.Paths, options.Roles, documents ?? [], ledger);
        _credentials = new CredentialMemory(hasher, _seed, options.VerifiedCredentials, ledger, new KeySeal(options.SecretKey));
        _trust = new TrustRule(_credentials, options.StrangersForPublic);
        _actors = new ActorTable(_seed, options.Actors);
        _resolver = new ActorResolver(options.Order, _credentials, _trust, _actors);
        _cookies = new SessionCookies(options.SessionCookies);
        _secrets = new SecretScrubber(names, options.KeepBodies, options.DroppedHeaders);
        _objects = new ObjectReader(names, hasher, _seed);
        _state = new EnricherState(ledger, _templates, _credentials, () => Counters);
    }

    /// <summary><see cref="EndpointTable.Version"/> of now; costs nothing, unlike the table.</summary>
    public string KnowledgeVersion => _templates.Version;

    /// <summary>The endpoints known now, with the map of those that moved. To be read between calls, on the thread that enriches.</summary>
    public EndpointTable Endpoints => _templates.Table();

    /// <summary>What is known of each endpoint that a server has shown to know. To be read as <see cref="Endpoints"/>.</summary>
    public IReadOnlyList<EndpointDescription> Describe() => [.. _templates.Services.Known.Select(endpoint => endpoint.Describe(_names))];

    /// <summary>To be read on the thread that enriches; from another one the counts may be of different moments.</summary>
    public EnricherStatistics Statistics
    {
        get
        {
            var counters = Counters;
            return new()
            {
                Calls = counters.Calls,
                UnprovenIdentities = counters.Unproven,
                WithdrawnCredentials = counters.Withdrawn,
                ForgottenCredentials = counters.ForgottenCredentials,
                ForgottenActors = counters.ForgottenActors,
                OverflowedEndpoints = counters.Overflowed,
                ScrubbedCalls = counters.Scrubbed,
                Actors = _actors.Count,
                Credentials = _credentials.Count,
                Services = _templates.Services.All.Count,
            };
        }
    }

    private EnrichmentCounters Counters => _state.Earlier.Plus(new EnrichmentCounters(
        _calls, _resolver.Unproven, _trust.Withdrawn, _credentials.ForgottenVerified, _actors.Forgotten, _templates.Overflowed, _secrets.Scrubbed));

    public void BeginCheckpoint(bool isWhole) => _state.BeginCheckpoint(isWhole);

    public bool ContinueCheckpoint(Func<bool> isEnough, StateBuffer into) => _state.ContinueCheckpoint(isEnough, into);

    public bool Restore(in StateEntry entry) => _state.Restore(entry);

    public void CompleteRestore() => _state.CompleteRestore();

    /// <param name="call">As ingest read it, secrets included.</param>
    /// <param name="tick">Logical time stamped at the source.</param>
    /// <param name="isLate">Older than the allowed lateness at its position.</param>
    public EnrichedEvent Enrich(ApiEvent call, DateTimeOffset tick, bool isLate)
    {
        _calls++;
        var address = _addresses.Resolve(call.PeerAddress, call.ForwardedFor);
        var source = SourceOf(address);
        var agent = _agents.Of(call.UserAgent);
        var tls = call.TlsFingerprint is { Length: > 0 } hello ? ActorTable.Bounded(hello) : null;
        var fingerprint = tls is null ? agent.Key : _seed.Hash(tls);
        var client = new Client(address, source, agent, tls, _seed.Combine(source, fingerprint));
        var endpoint = _templates.Find(call, client.Source);
        var found = _templates.Objects;
        var evidence = _cookies.Add(call);
        var identity = _resolver.Resolve(call, evidence, endpoint, client);
        _templates.Newcomers.See(call, endpoint, client.Key, address, evidence is { Credential: not null } or { Session: not null });
        if (call.Status is >= 200 and <= 299 && endpoint.IsKnown && call.BlockedBy is null && ParameterSchema.Shows(call))
            endpoint.Learn(call, client.Source);
        return new EnrichedEvent
        {
            Call = _secrets.Scrub(call, identity.Shown, found.HoldSecret),
            Tick = tick,
            IsLate = isLate,
            Actor = identity.Actor,
            IsVerified = identity.IsVerified,
            ClaimedUser = identity.ClaimedUser ?? endpoint.UserOf(call),
            Endpoint = endpoint.Endpoint,
            Moves = _templates.TakeMoves(),
            IsProvisional = !endpoint.IsKnown,
            Role = endpoint.Role,
            Standing = endpoint.Standing,
            Objects = _objects.Read(call, found.All),
            ClientAddress = address,
            Client = agent.Class,
        };
    }

    private ulong SourceOf(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var length = 0;
        address?.TryWriteBytes(bytes, out length);
        return _seed.Hash(bytes[..length]);
    }

    /// <summary>Section <c>enrichment</c>.</summary>
    public sealed record Options
    {
        /// <summary>Addresses and networks (10.0.0.0/8) whose X-Forwarded-For is believed. Default: none.</summary>
        public IReadOnlyList<string> TrustedProxies { get; init; } = [];

        /// <summary>Where an actor's identity is looked for, in this order; what is not listed is not used. Default: all, address last.</summary>
        public IReadOnlyList<IdentitySource> Order { get; init; } =
        [
            IdentitySource.JwtSubject, IdentitySource.ApiKey, IdentitySource.Consumer, IdentitySource.ClientCertificate,
            IdentitySource.SessionCookie, IdentitySource.UserField, IdentitySource.Address,
        ];

        /// <summary>Cookies that carry a session, where the source logs the cookie header. Default: the names of common frameworks.</summary>
        public IReadOnlyList<string> SessionCookies { get; init; } =
            ["session", "sessionid", "session_id", "sid", "JSESSIONID", "PHPSESSID", "connect.sid", "ASP.NET_SessionId", "laravel_session", "_session_id"];

        /// <summary>Key of the hashes that stand for secrets: 16 bytes or more, the same in every process, set by the application.</summary>
        [Secret]
        public byte[] SecretKey { get; init; } = [];

        /// <summary>True: request and response bodies are kept as captured, with whatever secrets they hold. Default false: dropped.</summary>
        public bool KeepBodies { get; init; }

        /// <summary>Headers dropped besides those that are known to carry secrets. Default: none.</summary>
        public IReadOnlyList<string> DroppedHeaders { get; init; } = [];

        /// <summary>Callers without credential, by address, that an endpoint must have served before its acceptance proves nothing. Default 3.</summary>
        [Range(1, EndpointAccess.MostStrangers)]
        public int StrangersForPublic { get; init; } = 3;

        /// <summary>Verified credentials remembered, about 0.3 KiB each, 0.7 for a JSON Web Token. Default 100,000.</summary>
        [Range(1_000, 1_000_000)]
        public int VerifiedCredentials { get; init; } = 100_000;

        /// <summary>Actors of each kind (named, by address) remembered as one instance, about 0.3 KiB each. Default 250,000.</summary>
        [Range(1_000, 4_000_000)]
        public int Actors { get; init; } = 250_000;

        /// <summary>Documents that state what endpoints there are. Their operations are endpoints whatever the traffic shows; what is not in them is a shadow. Default: none.</summary>
        public IReadOnlyList<DocumentOptions> Documents { get; init; } = [];

        /// <summary>What endpoints are for where it is not learned, or wrongly; the first that fits counts. Default: none.</summary>
        public IReadOnlyList<RoleOptions> Roles { get; init; } = [];

        /// <summary>How path templates are learned.</summary>
        public PathOptions Paths { get; init; } = new();
    }
}
