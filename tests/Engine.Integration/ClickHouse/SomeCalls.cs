using System.Collections;
using System.Globalization;
using System.Net;
using CsCheck;
using Engine.Schemas;

namespace Engine.Integration.ClickHouse;

/// <summary>Calls of which every field is there, empty, or absent, and how two of them are compared to the last element.</summary>
internal static class SomeCalls
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.Const(""), Gen.String[Gen.Char.AlphaNumeric, 1, 12], Gen.String[Gen.Char["aé日\0'\\\n\t\""], 1, 200]);
    private static readonly Gen<string?> Absent = Gen.OneOf(Gen.Const((string?)null), Text.Select(text => (string?)text));
    private static readonly Gen<DateTimeOffset> Moment = Gen.Long[0, 10_000_000_000_000_000L].Select(us => new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(us * 10));
    private static readonly Gen<IPAddress?> Address = Gen.OneOf(
        Gen.Const((IPAddress?)null), Gen.Byte.Array[4].Select(bytes => (IPAddress?)new IPAddress(bytes)), Gen.Byte.Array[16].Where(bytes => bytes[0] != 0).Select(bytes => (IPAddress?)new IPAddress(bytes)));
    private static readonly Gen<IReadOnlyList<HeaderField>?> Fields = Gen.OneOf(
        Gen.Const((IReadOnlyList<HeaderField>?)null), Gen.Select(Text, Text, (name, value) => new HeaderField(name, value)).Array[0, 4].Select(fields => (IReadOnlyList<HeaderField>?)fields));
    private static readonly Gen<IReadOnlyList<SensitiveFinding>?> Findings = Gen.OneOf(
        Gen.Const((IReadOnlyList<SensitiveFinding>?)null), Gen.Select(Text, Gen.Int[0, int.MaxValue], (name, count) => new SensitiveFinding(name, count)).Array[0, 3].Select(found => (IReadOnlyList<SensitiveFinding>?)found));

    private static readonly Gen<AuthenticationEvidence?> Evidence = Gen.OneOf(Gen.Const((AuthenticationEvidence?)null),
        Gen.Select(Gen.Enum<AuthenticationScheme>(), Absent, Absent, Absent, Absent, Fields, Gen.Bool.Nullable(), (scheme, hash, subject, consumer, session, claims, verified) => (AuthenticationEvidence?)new AuthenticationEvidence
        {
            Scheme = scheme,
            CredentialHash = hash,
            Subject = subject,
            Consumer = consumer,
            Session = session,
            Claims = claims,
            VerifiedByGateway = verified,
        }));

    private static readonly Gen<TraceContext?> Trace = Gen.OneOf(Gen.Const((TraceContext?)null), Gen.Select(Text, Absent, Absent, (trace, span, parent) => (TraceContext?)new TraceContext(trace, span, parent)));
    private static readonly Gen<ServiceHop?> Hop = Gen.OneOf(Gen.Const((ServiceHop?)null), Gen.Select(Absent, Absent, Absent, (caller, callee, database) => (ServiceHop?)new ServiceHop(caller, callee, database)));
    private static readonly Gen<NetworkOrigin?> Origin = Gen.OneOf(Gen.Const((NetworkOrigin?)null), Gen.Select(Absent, Gen.UInt.Nullable(), Gen.Bool.Nullable(), (country, asn, hosting) => (NetworkOrigin?)new NetworkOrigin(country, asn, hosting)));
    private static readonly Gen<ObjectRef> Object = Gen.Select(Text, Gen.Enum<ObjectPlace>(), Text, Gen.Long.Nullable(), (parameter, place, value, number) => new ObjectRef(parameter, place, value, number));

    private static readonly Gen<ApiEvent> Bare = Gen.Select(Moment, Gen.Enum<TimePrecision>(), Gen.Enum<CallMoment>(), Gen.Long[-1_000_000, 1L << 40].Nullable(), Gen.Enum<Direction>(), Text, Text, Text)
        .Select((at, precision, marks, duration, direction, environment, method, path) => new ApiEvent
        {
            Id = default,
            Position = default,
            SourceFormat = "combined",
            At = at,
            AtPrecision = precision,
            AtMarks = marks,
            Duration = duration is { } us ? new TimeSpan(us * 10) : null,
            Direction = direction,
            Environment = environment,
            Method = method,
            Path = path,
        });

    private static readonly Gen<ApiEvent> Answered = Gen.Select(
        Bare, Address, Gen.Int[0, 65_535].Nullable(), Gen.Int[0, 65_535].Nullable(), Gen.Long.Nullable(), Gen.Long.Nullable(), Absent.Array[16], Gen.Select(Fields, Fields),
        (call, peer, port, status, request, response, texts, headers) => call with
        {
            PeerAddress = peer,
            PeerPort = port,
            Status = status,
            RequestBytes = request,
            ResponseBytes = response,
            RequestHeaders = headers.Item1,
            ResponseHeaders = headers.Item2,
            ServiceVersion = texts[0],
            ForwardedFor = texts[1],
            TlsFingerprint = texts[2],
            Scheme = texts[3],
            Host = texts[4],
            Query = texts[5],
            Protocol = texts[6],
            UserAgent = texts[7],
            Referer = texts[8],
            RequestBody = texts[9],
            ResponseBody = texts[10],
            BlockedBy = texts[11],
            Route = texts[12],
            VendorRequestId = texts[13],
        });

    private static readonly Gen<ApiEvent> Whole = Gen.Select(Answered, Evidence, Trace, Hop, (call, evidence, trace, hop) => call with { Authentication = evidence, Trace = trace, Hop = hop });

    private static readonly Gen<EnrichedEvent> Known = Gen.Select(Whole, Moment, Gen.Enum<ActorKind>(), Text, Text, Text, Gen.Bool, Gen.Bool)
        .Select((call, tick, kind, actor, service, template, isLate, isVerified) => new EnrichedEvent
        {
            Call = call,
            Tick = tick,
            IsLate = isLate,
            Actor = new Actor(new ActorKey(kind, actor)),
            IsVerified = isVerified,
            Endpoint = new Endpoint(service, call.Method, template),
        });

    /// <summary>Calls of one source, each with its own position.</summary>
    public static Gen<EnrichedEvent[]> Of(string source, int count) => Gen.Select(
            Known, Absent, Gen.Bool, Gen.Select(Gen.Enum<EndpointRole>(), Gen.Enum<EndpointStanding>(), Gen.Enum<ClientClass>()), Object.Array[0, 3], Gen.Select(Address, Origin), Gen.Select(Findings, Findings), Gen.Int.Nullable())
        .Select((call, claimed, isProvisional, kinds, objects, from, findings, records) => call with
        {
            ClaimedUser = claimed,
            IsProvisional = isProvisional,
            Role = kinds.Item1,
            Standing = kinds.Item2,
            Client = kinds.Item3,
            Objects = objects,
            ClientAddress = from.Item1,
            Origin = from.Item2,
            RequestFindings = findings.Item1,
            ResponseFindings = findings.Item2,
            ResponseRecords = records,
        }).Array[count].Select(calls => calls.Select((call, i) => At(call, new SourcePosition(source, i % 3, i, i % 2))).ToArray());

    /// <summary>Every field, with null, empty and each element apart.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        DateTimeOffset at => at.UtcTicks.ToString(CultureInfo.InvariantCulture),
        Endpoint endpoint => $"{endpoint.Service}|{endpoint.Method}|{endpoint.Template}|{endpoint.Id}",
        IPAddress or Actor or EventId => value.ToString()!,
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Describe))}]",
        _ when value.GetType().Namespace == typeof(ApiEvent).Namespace && !value.GetType().IsEnum =>
            $"{{{string.Join(", ", value.GetType().GetProperties().Select(property => $"{property.Name} = {Describe(property.GetValue(value))}"))}}}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static EnrichedEvent At(EnrichedEvent call, SourcePosition position) => call with { Call = call.Call with { Position = position, Id = EventId.At(position) } };
}
