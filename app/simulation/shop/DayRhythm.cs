namespace Engine.App.Simulation.Shop;

/// <summary>How busy each hour of a day is, in percent of the busiest, with straight lines between the hours.</summary>
internal sealed class DayRhythm
{
    public static readonly DayRhythm Customers =
        new([6, 4, 3, 2, 2, 4, 10, 22, 38, 50, 56, 60, 62, 58, 54, 54, 56, 62, 72, 86, 96, 84, 52, 22]);

    public static readonly DayRhythm Office =
        new([0, 0, 0, 0, 0, 1, 4, 20, 70, 96, 90, 84, 40, 70, 92, 88, 76, 44, 14, 6, 3, 1, 0, 0]);

    private const int Hour = 3_600_000;
    private readonly int[] _percentAt;
    private readonly int _busyMillisecondsADay;

    private DayRhythm(int[] percentAt)
    {
        _percentAt = percentAt;
        _busyMillisecondsADay = percentAt.Sum() * (Hour / 100);
    }

    /// <summary>Milliseconds until the next of on average this many visits a day.</summary>
    /// <param name="at">Milliseconds since the Unix epoch.</param>
    /// <param name="tenthVisitsADay">Visits in ten days.</param>
    /// <param name="chance">The visitor's.</param>
    public int UntilVisit(long at, int tenthVisitsADay, Chance chance)
    {
        // Thinning: candidates at the rate of the busiest hour, each kept with the share of its own hour.
        var gap = (int)Math.Min((long)_busyMillisecondsADay * 10 / tenthVisitsADay, int.MaxValue / 8);
        var next = at;
        do
            next += chance.Pause(gap);
        while (chance.Below(100) >= PercentAt(next));
        return (int)Math.Min(next - at, int.MaxValue / 2);
    }

    private int PercentAt(long at)
    {
        var hour = (int)(at / Hour % 24);
        var (from, to) = (_percentAt[hour], _percentAt[(hour + 1) % 24]);
        return from + (int)((to - from) * (at % Hour) / Hour);
    }
}
