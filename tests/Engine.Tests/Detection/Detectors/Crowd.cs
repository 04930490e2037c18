using System.Globalization;
using Engine.Schemas;

namespace Engine.Tests.Detection.Detectors;

/// <summary>Many actors at one endpoint, after half a day in which it was learned what is usual there.</summary>
internal static class Crowd
{
    public const double Hour = 3600;

    /// <summary>Seconds at which everything after the learning begins: the beginning of an hour, three of them after it.</summary>
    public const double Noon = 15 * Hour;

    public static readonly Endpoint Parcels = new("api.example.com", "GET", "/v1/parcels/{id}");

    /// <summary>Below all ids of <see cref="Usual"/>, and the beginning of a stretch.</summary>
    public const int Old = 1 << 20;

    /// <summary>Above them.</summary>
    public const int New = 2_000_000_000;

    /// <summary>Four customers look at a parcel of their own every hour for half a day.</summary>
    /// <param name="to">Where; parcels.</param>
    /// <param name="isPublic">Everybody looks at the same, twice as many.</param>
    public static IEnumerable<EnrichedEvent> Usual(Endpoint? to = null, bool isPublic = false) =>
        from look in Enumerable.Range(0, isPublic ? 24 : 12)
        from customer in Enumerable.Range(0, 4)
        select Ask(
            Some.User("customer" + customer), isPublic ? 5_000_000 + (look * 7) : Number(Some.Scattered((look * 4) + customer)),
            (look * Hour / (isPublic ? 2 : 1)) + customer, to: to);

    /// <summary>A walk that is shared out: in each turn everybody takes the next id.</summary>
    /// <param name="actors">How many share it.</param>
    /// <param name="turns">Ids each takes, apart from a first one that lies just before the walk.</param>
    /// <param name="first">First id.</param>
    /// <param name="step">From one id to the next.</param>
    /// <param name="at">Seconds.</param>
    /// <param name="who">Who; strangers with one program.</param>
    /// <param name="to">Where; parcels.</param>
    /// <param name="refuseEvery">Every how many ids one is refused; 0: none.</param>
    public static IEnumerable<EnrichedEvent> Walk(
        int actors = 12, int turns = 8, long first = Old, int step = 1, double at = Noon, Func<int, Actor>? who = null, Endpoint? to = null, int refuseEvery = 0) =>
        from turn in Enumerable.Range(-1, turns + 1)
        from actor in Enumerable.Range(0, actors)
        let place = (turn * actors) + actor
        select Ask(
            (who ?? Bot)(actor), first + ((long)place * step), at + ((place + actors) * 0.3), refuseEvery > 0 && place % refuseEvery == 0 ? 404 : 200, to, place + actors);

    /// <summary>Everybody's calls, in the order of time.</summary>
    public static IEnumerable<EnrichedEvent> Each(int actors, int calls, Func<int, int, EnrichedEvent> call) => Enumerable.Range(0, actors)
        .SelectMany(actor => Enumerable.Range(0, calls).Select(number => call(actor, number))).OrderBy(made => made.Call.At).ToArray();

    /// <summary>A later moment: everything before it is judged.</summary>
    public static EnrichedEvent Later(double seconds) => Some.Call(Some.User("late"), to: Some.Products, atSeconds: seconds);

    /// <summary>Since the start.</summary>
    public static double Seconds(EnrichedEvent call) => (call.Call.At - Some.Start).TotalSeconds;

    public static Actor Bot(int number) => Some.Stranger(string.Create(CultureInfo.InvariantCulture, $"203.{number / 250}.{number % 250}.7"));

    public static Actor Person(int number) => Some.User("person" + number);

    public static EnrichedEvent Ask(Actor by, long id, double at, int status = 200, Endpoint? to = null, int offset = 0) =>
        Some.Call(by, to ?? Parcels, id.ToString(CultureInfo.InvariantCulture), at, status: status, offset: offset);

    private static long Number(string id) => long.Parse(id, CultureInfo.InvariantCulture);
}
