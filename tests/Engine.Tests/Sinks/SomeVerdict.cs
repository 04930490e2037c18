using System.Globalization;
using System.Net;
using Engine.Schemas;

namespace Engine.Tests.Sinks;

/// <summary>Verdicts, calls and batches in which only what a test is about has to be said.</summary>
internal static class SomeVerdict
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 3, 12, 0, 0, TimeSpan.Zero);

    public static EventId Id(string name) => EventId.From(StableHash.Of128(name));

    public static Actor Person(string name) => new(new ActorKey(ActorKind.User, name));

    public static Actor Stranger(string address, string fingerprint = "f1") => new(new ActorKey(ActorKind.Address, $"{address}|{fingerprint}"));

    public static Verdict On(
        string address, string? name = null, int revision = 1, VerdictAction action = VerdictAction.Block, DateTimeOffset? at = null,
        TimeSpan? lasting = null, Actor? actor = null, VerdictTargets? targets = null)
    {
        var time = at ?? Noon;
        var who = actor ?? Stranger(address);
        return new Verdict
        {
            Id = Id(name ?? address),
            Revision = revision,
            Time = time,
            Actor = who,
            Targets = targets ?? new VerdictTargets([address], [], [], []),
            Categories = ["API1:2023"],
            Severity = Severity.High,
            Confidence = 0.9,
            Score = 87.5,
            Action = action,
            FirstEvent = time.AddMinutes(-1),
            LastEvent = time,
            EventCount = 60,
            Expires = time + (lasting ?? TimeSpan.FromHours(1)),
            Signals = [Evidence(who, time)],
            Explanation = "60 distinct ids in 1 min, normal is 4",
            Counterfactual = "would not fire below 50 distinct ids",
            Versions = new EngineVersions("1", "1", "0"),
        };
    }

    public static Signal Evidence(Actor actor, DateTimeOffset at, string detector = "API-ENUM-001") => new()
    {
        Detector = detector,
        DetectorVersion = 1,
        Actor = actor,
        Endpoint = new Endpoint("shop", "GET", "/v1/orders/{id}"),
        From = at.AddMinutes(-1),
        To = at,
        Strength = 0.9,
        Reason = "60 distinct ids",
        Observed = 60,
        Expected = 4,
        Threshold = 50,
        Unit = "distinct ids",
        Events = [Id("call")],
        EventCount = 60,
    };

    public static EnrichedEvent Call(Actor actor, string address, bool isVerified = true, DateTimeOffset? at = null) => new()
    {
        Call = new ApiEvent
        {
            Id = Id($"{actor}@{address}"),
            Position = new SourcePosition("test", 0, 0, 0),
            At = at ?? Noon,
            Method = "GET",
            Path = "/v1/orders/1",
            Status = 200,
            SourceFormat = "test",
        },
        Tick = at ?? Noon,
        Actor = actor,
        IsVerified = isVerified,
        Endpoint = new Endpoint("shop", "GET", "/v1/orders/{id}"),
        ClientAddress = IPAddress.Parse(address),
    };

    /// <summary>Calls of as many people as asked for, all behind one address.</summary>
    public static EnrichedEvent[] Crowd(string address, int people, bool isVerified = true, DateTimeOffset? at = null) =>
    [
        .. Enumerable.Range(0, people).Select(number => isVerified
            ? Call(Person($"person-{number}"), address, true, at)
            : Call(Stranger(address, string.Create(CultureInfo.InvariantCulture, $"client-{number}")), address, false, at)),
    ];

    public static DetectedBatch Batch(
        IReadOnlyList<Verdict>? verdicts = null, IReadOnlyList<EnrichedEvent>? events = null, DateTimeOffset? watermark = null, long number = 0,
        DateTimeOffset? arrivedAt = null, bool isLast = false, IReadOnlyList<DeadLetter>? deadLetters = null) => new()
        {
            Number = number,
            Events = events ?? [],
            Placements = [.. (events ?? []).Select(_ => default(Placement))],
            Signals = [],
            Verdicts = verdicts ?? [],
            Sessions = [],
            DeadLetters = deadLetters ?? [],
            Watermark = watermark ?? Noon,
            ArrivedAt = arrivedAt ?? Noon,
            IsLast = isLast,
        };
}
