using Engine.Detection.Baselines;
using Engine.Detection.Detectors;
using Engine.Detection.Facts;
using Engine.Schemas;

namespace Engine.Tests.Detection.Facts;

/// <summary>Facts, and a fact step with what it says.</summary>
internal static class SomeFacts
{
    private static readonly Actor[] Actors = [.. Enumerable.Range(0, 12).Select(number => Some.Stranger("203.0.113." + number))];

    public static FactStep NewStep() => new([new DistributedEnumeration(new DistributedEnumeration.Options())], new BaselineTable());

    public static Fact Of(
        int actor = 0, long value = 1, double atSeconds = 0, ulong key = 1, int count = 1, bool isUnusual = true,
        FactOutcome outcome = FactOutcome.Succeeded, int offset = 0) => new()
        {
            Kind = FactKind.Endpoint,
            Key = key,
            Actor = Actors[actor],
            Endpoint = Some.Orders,
            Environment = "production",
            SourceFormat = "combined",
            Ticks = Some.At(atSeconds).UtcTicks,
            Event = EventId.At(new SourcePosition("facts", 0, offset, 0)),
            Value = value,
            Count = count,
            Outcome = outcome,
            IsUnusual = isUnusual,
        };

    /// <summary>Three hours of a seed: what is usual at a few endpoints, then walks that twelve actors share, with late facts.</summary>
    public static IReadOnlyList<(Fact Fact, long Tick)> Stream(int seed, int count)
    {
        var random = new Random(seed);
        var stream = new List<(Fact, long)>();
        long[] next = [4096, 4096, 4096];
        for (var i = 0; i < count; i++)
        {
            var isUsual = i < count / 3;
            var clock = isUsual ? i : (3 * 3600) + ((i - (count / 3)) * 0.4);
            var at = random.Next(12) == 0 ? clock - random.Next(30) : clock;
            var key = random.Next(3);
            var value = isUsual ? 90_000 + random.Next(900_000) : next[key]++;
            var fact = Of(random.Next(12), value, at, (ulong)key, isUnusual: !isUsual, offset: i);
            stream.Add((fact, Some.At(clock).UtcTicks));
        }

        return stream;
    }
}
