using Engine.Schemas;
using Engine.Sinks.ClickHouse.Rows;

namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>
/// The reading half of <see cref="EventRow"/>: a stored call as it was, apart from the credential itself, which is never stored.
/// Reads the columns of its table in their order, so the two files are read side by side.
/// </summary>
internal sealed class EventRowReader
{
    private const int MostKept = 1 << 18;
    private readonly Dictionary<ActorKey, Actor> actors = [];
    private readonly Dictionary<(string Service, string Method, string Template), Endpoint> endpoints = [];

    /// <summary>Reads the next row; worth nothing where <see cref="RowReader.IsShort"/> is true after it.</summary>
    /// <exception cref="InvalidDataException">The row was not written by <see cref="EventRow"/>.</exception>
    public StoredCall Read(ref RowReader row)
    {
        var id = new EventId(row.Uuid());
        var at = row.Time();
        var precision = (TimePrecision)row.Byte();
        var marks = (CallMoment)row.Byte();
        var duration = row.Int64OrNull();
        var tick = row.Time();
        var isLate = row.Bool();
        var shard = row.UInt16();
        var sequence = (long)row.UInt64();
        var environment = row.Word();
        var actorKind = row.Word();
        var actor = row.Word();
        var isVerified = row.Bool();
        var claimedUser = row.TextOrNull();
        var session = row.UInt64();
        var direction = (Direction)row.Byte();
        var service = row.Word();
        var serviceVersion = row.WordOrNull();
        var method = row.Word();
        var template = row.Word();
        // Follows from the three above; it is a column for people who join by it.
        row.UInt64();
        var isProvisional = row.Bool();
        var role = (EndpointRole)row.Byte();
        var standing = (EndpointStanding)row.Byte();
        var scheme = row.WordOrNull();
        var host = row.WordOrNull();
        var path = row.Text();
        var query = row.TextOrNull();
        var protocol = row.WordOrNull();
        var status = row.UInt16OrNull();
        var requestBytes = row.Int64OrNull();
        var responseBytes = row.Int64OrNull();
        var responseRecords = row.Int32OrNull();
        var blockedBy = row.WordOrNull();
        var clientAddress = row.AddressOrNull();
        var peerAddress = row.AddressOrNull();
        var peerPort = row.UInt16OrNull();
        var forwardedFor = row.TextOrNull();
        var country = row.WordOrNull();
        var asn = row.UInt32OrNull();
        var isHosting = row.BoolOrNull();
        var client = (ClientClass)row.Byte();
        var userAgent = row.WordOrNull();
        var referer = row.WordOrNull();
        var tlsFingerprint = row.WordOrNull();
        var objects = Objects(ref row);
        var evidence = Authentication(ref row, out var claims);
        var requestHeaders = Fields(ref row);
        var responseHeaders = Fields(ref row);
        var requestBody = row.TextOrNull();
        var responseBody = row.TextOrNull();
        var requestFindings = Findings(ref row);
        var responseFindings = Findings(ref row);
        var carries = Carries(ref row);
        var trace = Trace(ref row);
        var hop = new ServiceHop(row.WordOrNull(), row.WordOrNull(), row.WordOrNull());
        var route = row.WordOrNull();
        var vendorRequestId = row.TextOrNull();
        var sourceFormat = row.Word();
        var position = new SourcePosition(row.Word(), row.Int32(), row.Int64(), row.Int32());
        row.Blob(); // The run: it is asked for by name.
        if (row.IsShort)
            return default;

        var call = new ApiEvent
        {
            Id = id,
            Position = position,
            At = at,
            AtPrecision = precision,
            AtMarks = marks,
            Duration = duration is { } microseconds ? new TimeSpan(microseconds * TimeSpan.TicksPerMicrosecond) : null,
            Direction = direction,
            Environment = environment,
            ServiceVersion = serviceVersion,
            PeerAddress = peerAddress,
            PeerPort = peerPort,
            ForwardedFor = forwardedFor,
            TlsFingerprint = tlsFingerprint,
            Method = method,
            Scheme = scheme,
            Host = host,
            Path = path,
            Query = query,
            Protocol = protocol,
            UserAgent = userAgent,
            Referer = referer,
            RequestHeaders = Carried(carries, CarriedGroup.RequestHeaders, requestHeaders),
            RequestBytes = requestBytes,
            RequestBody = requestBody,
            Status = status,
            ResponseHeaders = Carried(carries, CarriedGroup.ResponseHeaders, responseHeaders),
            ResponseBytes = responseBytes,
            ResponseBody = responseBody,
            BlockedBy = blockedBy,
            Authentication = evidence is null ? null : evidence with { Claims = Carried(carries, CarriedGroup.Claims, claims) },
            Trace = trace,
            Hop = hop is { Caller: null, Callee: null, Database: null } && !carries.Contains(CarriedGroup.Hop) ? null : hop,
            Route = route,
            VendorRequestId = vendorRequestId,
            SourceFormat = sourceFormat,
        };
        var enriched = new EnrichedEvent
        {
            Call = call,
            Tick = tick,
            IsLate = isLate,
            Actor = ActorOf(new ActorKey(Words<ActorKind>.Read(actorKind), actor)),
            IsVerified = isVerified,
            ClaimedUser = claimedUser,
            Endpoint = EndpointOf(service, method, template),
            IsProvisional = isProvisional,
            Role = role,
            Standing = standing,
            Objects = objects,
            ClientAddress = clientAddress,
            Origin = country is null && asn is null && isHosting is null && !carries.Contains(CarriedGroup.Origin) ? null : new NetworkOrigin(country, asn, isHosting),
            Client = client,
            RequestFindings = Carried(carries, CarriedGroup.RequestFindings, requestFindings),
            ResponseFindings = Carried(carries, CarriedGroup.ResponseFindings, responseFindings),
            ResponseRecords = responseRecords,
        };
        return new StoredCall(enriched, new Placement(shard, sequence, session));
    }

    private static T[]? Carried<T>(string[] carries, string name, T[] group) => carries.Contains(name) ? group : null;

    private static ObjectRef[] Objects(ref RowReader row)
    {
        var parameters = new string[row.Count()];
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = row.Word();
        var places = new ObjectPlace[row.Count()];
        for (var i = 0; i < places.Length; i++)
            places[i] = (ObjectPlace)row.Byte();
        var values = new string[row.Count()];
        for (var i = 0; i < values.Length; i++)
            values[i] = row.Text();
        var objects = new ObjectRef[row.Count()];
        if (row.IsShort)
            return [];
        if (parameters.Length != objects.Length || places.Length != objects.Length || values.Length != objects.Length)
            throw new InvalidDataException("the columns of the objects are not equally long");
        for (var i = 0; i < objects.Length; i++)
            objects[i] = new ObjectRef(parameters[i], places[i], values[i], row.Int64OrNull());
        return objects;
    }

    /// <summary>Null where the scheme is: a call without evidence has none of the other columns either.</summary>
    private static AuthenticationEvidence? Authentication(ref RowReader row, out HeaderField[] claims)
    {
        var scheme = row.ByteOrNull();
        var hash = row.TextOrNull();
        var subject = row.TextOrNull();
        var consumer = row.WordOrNull();
        var session = row.TextOrNull();
        claims = Fields(ref row);
        var isVerified = row.BoolOrNull();
        return scheme is not { } known ? null : new AuthenticationEvidence
        {
            Scheme = (AuthenticationScheme)known,
            CredentialHash = hash,
            Subject = subject,
            Consumer = consumer,
            Session = session,
            VerifiedByGateway = isVerified,
        };
    }

    private static TraceContext? Trace(ref RowReader row)
    {
        var trace = row.TextOrNull();
        var span = row.TextOrNull();
        var parent = row.TextOrNull();
        return trace is null ? null : new TraceContext(trace, span, parent);
    }

    private static HeaderField[] Fields(ref RowReader row)
    {
        var fields = new HeaderField[row.Count()];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = new HeaderField(row.Word(), row.Text());
        return fields;
    }

    private static SensitiveFinding[] Findings(ref RowReader row)
    {
        var findings = new SensitiveFinding[row.Count()];
        for (var i = 0; i < findings.Length; i++)
            findings[i] = new SensitiveFinding(row.Word(), (int)row.UInt32());
        return findings;
    }

    private static string[] Carries(ref RowReader row)
    {
        var names = new string[row.Count()];
        for (var i = 0; i < names.Length; i++)
            names[i] = row.Word();
        return names;
    }

    /// <summary>One instance for each actor as long as they fit, as enrichment has it.</summary>
    private Actor ActorOf(ActorKey key)
    {
        if (actors.TryGetValue(key, out var actor))
            return actor;
        if (actors.Count == MostKept)
            actors.Clear();
        return actors[key] = new Actor(key);
    }

    private Endpoint EndpointOf(string service, string method, string template)
    {
        if (endpoints.TryGetValue((service, method, template), out var endpoint))
            return endpoint;
        if (endpoints.Count == MostKept)
            endpoints.Clear();
        return endpoints[(service, method, template)] = new Endpoint(service, method, template);
    }
}
