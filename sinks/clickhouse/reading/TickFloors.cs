namespace Engine.Sinks.ClickHouse.Reading;

/// <summary>
/// How early the calls from a number on are, by logical time: a run that read several partitions went back and forth in time, and only its
/// whole rest says what may still come.
/// </summary>
internal sealed class TickFloors
{
    /// <summary>Numbers that share a floor.</summary>
    public const int Step = 10_000;

    private readonly List<(long Part, DateTimeOffset Earliest)> floors = [];

    /// <param name="parts">Earliest tick of each part of the numbers that holds calls, in ascending order.</param>
    public TickFloors(IEnumerable<(long Part, DateTimeOffset Earliest)> parts)
    {
        floors.AddRange(parts);
        for (var i = floors.Count - 2; i >= 0; i--)
        {
            if (floors[i + 1].Earliest < floors[i].Earliest)
                floors[i] = (floors[i].Part, floors[i + 1].Earliest);
        }
    }

    /// <summary>No call with at least this number is earlier.</summary>
    public DateTimeOffset From(long sequence)
    {
        var found = floors.BinarySearch((sequence / Step, DateTimeOffset.MinValue));
        var at = found < 0 ? ~found : found;
        return at < floors.Count ? floors[at].Earliest : DateTimeOffset.MaxValue;
    }
}
