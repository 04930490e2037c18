using System.Globalization;
using System.Net;
using Engine.Schemas;

namespace Engine.App.Bench;

/// <summary>Enriched calls of an imagined API, made as cheaply as possible: what is measured is the detection behind them.</summary>
internal sealed class SyntheticCalls
{
    private const int Endpoints = 240;

    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly Endpoint[] _endpoints = new Endpoint[Endpoints];
    private readonly Random _random = new(11);
    private long _made;

    public SyntheticCalls()
    {
        for (var i = 0; i < Endpoints; i++)
            _endpoints[i] = new Endpoint("api.example.com", i % 7 == 0 ? "POST" : "GET", i % 2 == 0 ? $"/v1/things{i}/{{id}}" : $"/v1/things{i}");
    }

    public static Actor Actor(int number) => new(new ActorKey(
        number % 8 == 0 ? ActorKind.ApiKey : ActorKind.User, "u" + number.ToString(CultureInfo.InvariantCulture)));

    public int Next(int below) => _random.Next(below);

    /// <param name="actor">Who calls.</param>
    /// <param name="number">Its number: decides which endpoints it uses.</param>
    /// <param name="spread">How many endpoints it uses.</param>
    /// <param name="objects">How many objects of an endpoint it uses.</param>
    /// <param name="seconds">Time since the start.</param>
    public EnrichedEvent Call(Actor actor, int number, int spread, int objects, double seconds)
    {
        var which = ((number * 7) + (Next(spread) * 13)) % Endpoints;
        var at = Start.AddSeconds(seconds);
        // Most calls are answered; one in thirty meets an object or a page that is not there.
        var status = Next(30) == 0 ? 404 : 200;
        var id = which % 2 == 0 ? ((long)number * 997) + (Next(objects) * 41) : 0;
        var path = _endpoints[which].Template;
        return new EnrichedEvent
        {
            Call = new ApiEvent
            {
                Id = EventId.From(new UInt128((ulong)_made, 7)),
                Position = new SourcePosition("bench", 0, _made++, 0),
                At = at,
                Method = _endpoints[which].Method,
                Path = path,
                Status = status,
                RequestBytes = 300,
                ResponseBytes = 500 + Next(4000),
                SourceFormat = "combined",
            },
            Tick = at,
            Actor = actor,
            IsVerified = true,
            Endpoint = _endpoints[which],
            Objects = id == 0 ? [] : [new ObjectRef("id", ObjectPlace.Path, id.ToString(CultureInfo.InvariantCulture), id)],
            ClientAddress = new IPAddress(((long)number & 0xFFFFFF) | 0x0A000000),
        };
    }
}
