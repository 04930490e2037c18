using System.Globalization;
using System.Net;
using Engine.Schemas;

namespace Engine.Tests.Detection;

/// <summary>Calls and what they are made of, so that a test shows only what matters to it.</summary>
internal static class Some
{
    /// <summary>Second 0: the beginning of an hour and of a two-hour bucket.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static readonly Endpoint Orders = new("api.example.com", "GET", "/v1/orders/{id}");
    public static readonly Endpoint Products = new("api.example.com", "GET", "/v1/products");

    public static Actor User(string name = "ann") => new(new ActorKey(ActorKind.User, name));
    public static Actor Key(string name) => new(new ActorKey(ActorKind.ApiKey, name));
    public static Actor Stranger(string address) => new(new ActorKey(ActorKind.Address, address + "|browser"));

    public static DateTimeOffset At(double seconds) => Start.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));

    /// <param name="by">Who calls; Ann.</param>
    /// <param name="to">Endpoint; that of orders where an object is named, else that of products.</param>
    /// <param name="objectId">The object it names.</param>
    /// <param name="atSeconds">Event time since <see cref="Start"/>.</param>
    /// <param name="tickSeconds">Logical time; the event's own.</param>
    /// <param name="status">Answer.</param>
    /// <param name="bytes">Response bytes.</param>
    /// <param name="path">Path as sent; the endpoint's template.</param>
    /// <param name="isProvisional">The server has not shown that it knows the path.</param>
    /// <param name="blockedBy">Our own enforcement point that answered.</param>
    /// <param name="environment">Environment.</param>
    /// <param name="format">Source format.</param>
    /// <param name="offset">Where it was read.</param>
    public static EnrichedEvent Call(
        Actor? by = null, Endpoint? to = null, string? objectId = null, double atSeconds = 0, double? tickSeconds = null, int? status = 200,
        long? bytes = 500, string? path = null, bool isProvisional = false, string? blockedBy = null, string environment = "production",
        string format = "combined", long offset = 0)
    {
        var endpoint = to ?? (objectId is null ? Products : Orders);
        return new EnrichedEvent
        {
            Call = new ApiEvent
            {
                Id = EventId.At(new SourcePosition("test", 0, offset, 0)),
                Position = new SourcePosition("test", 0, offset, 0),
                At = At(atSeconds),
                Method = endpoint.Method,
                Path = path ?? endpoint.Template,
                Status = status,
                RequestBytes = 100,
                ResponseBytes = bytes,
                BlockedBy = blockedBy,
                Environment = environment,
                SourceFormat = format,
            },
            Tick = At(tickSeconds ?? atSeconds),
            Actor = by ?? User(),
            IsVerified = true,
            Endpoint = endpoint,
            IsProvisional = isProvisional,
            Objects = objectId is null ? [] : [Object(objectId)],
            ClientAddress = IPAddress.Loopback,
        };
    }

    /// <summary>A call to a path that the server does not know.</summary>
    public static EnrichedEvent Miss(string path, Actor? by = null, double atSeconds = 0) => Call(
        by, new Endpoint("api.example.com", "GET", path), atSeconds: atSeconds, status: 404, path: path, isProvisional: true);

    public static ObjectRef Object(string id, ObjectPlace place = ObjectPlace.Path) => new(
        "id", place, id, long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null);

    /// <summary>An id that no walk explains.</summary>
    public static string Scattered(int number) => (((long)number * 7_368_787 % 900_000_007) + 5_000_000).ToString(CultureInfo.InvariantCulture);

    public static Signal Signal(
        string detector = "API-ENUM-001", double strength = 0.8, double atSeconds = 0, Actor? by = null, double threshold = 20) => new()
        {
            Detector = detector,
            DetectorVersion = 1,
            Actor = by ?? User(),
            Endpoint = Orders,
            From = At(atSeconds - 60),
            To = At(atSeconds),
            Strength = strength,
            Reason = "asked for 61 ids",
            Observed = 61,
            Expected = 10,
            Threshold = threshold,
            Unit = "ids in sequence",
            Events = [EventId.At(new SourcePosition("test", 0, 1, 0))],
            EventCount = 61,
        };
}
