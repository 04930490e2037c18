using System.Net;
using Engine.Schemas;

namespace Engine.Integration.ClickHouse;

/// <summary>Calls, verdicts and batches of which only what a test says is special.</summary>
internal static class Sample
{
    public static readonly DateTimeOffset Start = new(2015, 5, 17, 10, 0, 0, TimeSpan.Zero);

    public static Actor Actor(string address = "203.0.113.9") => new(new ActorKey(ActorKind.Address, $"{address}|7f3a"));

    public static EnrichedEvent Call(long offset, double atSeconds = 0, Actor? actor = null, int? status = 200, string path = "/v1/orders/17", string source = "access.log")
    {
        var position = new SourcePosition(source, 0, offset, 0);
        var at = Start.AddSeconds(atSeconds);
        return new EnrichedEvent
        {
            Call = new ApiEvent
            {
                Id = EventId.At(position),
                Position = position,
                At = at,
                Method = "GET",
                Path = path,
                Status = status,
                ResponseBytes = 512,
                SourceFormat = "combined",
            },
            Tick = at,
            Actor = actor ?? Actor(),
            Endpoint = new Endpoint("shop", "GET", "/v1/orders/{id}"),
            ClientAddress = IPAddress.Parse("203.0.113.9"),
        };
    }

    public static Signal Signal(Actor actor, double fromSeconds, double toSeconds) => new()
    {
        Detector = "API-ENUM-001",
        DetectorVersion = 1,
        Actor = actor,
        Endpoint = new Endpoint("shop", "GET", "/v1/orders/{id}"),
        From = Start.AddSeconds(fromSeconds),
        To = Start.AddSeconds(toSeconds),
        Strength = 0.9,
        Reason = "120 distinct ids in 60 s",
        Observed = 120,
        Expected = 3,
        Threshold = 50,
        Unit = "distinct ids",
        Events = [EventId.At(new SourcePosition("access.log", 0, 1, 0))],
        EventCount = 120,
    };

    public static Verdict Verdict(Actor actor, int revision = 1, VerdictAction action = VerdictAction.Block, double fromSeconds = 0, double toSeconds = 60) => new()
    {
        Id = EventId.From(StableHash.Of128(actor.Key.ToString(), "API1:2023")),
        Revision = revision,
        Time = Start.AddSeconds(toSeconds),
        Actor = actor,
        Targets = new VerdictTargets(["203.0.113.9"], [], [], []),
        Categories = ["API1:2023"],
        Severity = Severity.High,
        Confidence = 0.9,
        Score = 70 + revision,
        Action = action,
        FirstEvent = Start.AddSeconds(fromSeconds),
        LastEvent = Start.AddSeconds(toSeconds),
        EventCount = 120,
        Expires = Start.AddHours(1),
        Signals = [Signal(actor, fromSeconds, toSeconds)],
        Explanation = "120 distinct order ids in 60 s, 3 are usual",
        Counterfactual = "would not fire below 50 distinct ids",
        Versions = new EngineVersions("0.1.0", "r1", "k1"),
    };

    public static DetectedBatch Batch(
        IReadOnlyList<EnrichedEvent> events, IReadOnlyList<Signal>? signals = null, IReadOnlyList<Verdict>? verdicts = null,
        IReadOnlyList<Session>? sessions = null, IReadOnlyList<DeadLetter>? deadLetters = null) => new()
        {
            Number = 0,
            Events = events,
            Placements = [.. events.Select((call, i) => new Placement(call.Actor.Shard, i, 42))],
            Signals = signals ?? [],
            Verdicts = verdicts ?? [],
            Sessions = sessions ?? [],
            DeadLetters = deadLetters ?? [],
            Watermark = Start,
            ArrivedAt = Start,
        };
}
