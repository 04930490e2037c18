namespace Engine.App.Simulation.Shop;

/// <summary>What everyone in the simulation shares: the time, the shop's data, its bad ten minutes and its release day.</summary>
internal sealed class ShopWorld
{
    public const int Second = 1_000;
    public const int Minute = 60 * Second;
    public const int Hour = 60 * Minute;

    public ShopWorld(SimulationOptions options)
    {
        Seed = Chance.Mix((ulong)options.Seed, 0x53_484F_50);
        StartsAt = options.Start.ToUnixTimeMilliseconds();
        Length = (long)options.Hours * Hour;
        Users = options.Users;
        Orders = new OrderBook(Seed);
        var chance = Chance.Of(Seed, "shop", 0);
        Products = new ProductRange(chance, 1_400);
        ReleaseAt = Length / 2;
        OutageFrom = Length * 62 / 100;
        OutageTo = OutageFrom + Math.Min(Length / 40, chance.Between(4 * Minute, 9 * Minute));
    }

    public ulong Seed { get; }

    /// <summary>Milliseconds since the Unix epoch.</summary>
    public long StartsAt { get; }

    /// <summary>Milliseconds. All other times are milliseconds since <see cref="StartsAt"/>.</summary>
    public long Length { get; }

    public int Users { get; }
    public OrderBook Orders { get; }
    public ProductRange Products { get; }

    /// <summary>From then on the new app and the new endpoints exist.</summary>
    public long ReleaseAt { get; }

    public long OutageFrom { get; }
    public long OutageTo { get; }

    /// <summary>The call being made.</summary>
    public Call Call { get; } = new();

    public long Now { get; set; }
    public long NowOnTheClock => StartsAt + Now;
    public bool IsReleased => Now >= ReleaseAt;

    /// <summary>Milliseconds until this moment of the day comes next (at once, if it is now).</summary>
    public int UntilTimeOfDay(int hour, int minute) => Until(((long)hour * Hour) + ((long)minute * Minute), 24L * Hour);

    /// <summary>Milliseconds until this minute of an hour comes next.</summary>
    public int UntilMinute(int minute) => Until((long)minute * Minute, Hour);

    /// <summary>What the shop answers to a call that deserves <paramref name="deserved"/>: usually that, now and then a failure.</summary>
    public int Answer(Operation operation, int deserved, Chance chance)
    {
        var isOut = Now >= OutageFrom && Now < OutageTo && !ReferenceEquals(operation, Operations.Health);
        var lot = chance.Below(10_000);
        if (isOut ? lot < 4_600 : lot < 9)
            return isOut ? (lot % 3 == 0 ? 504 : 503) : (lot % 2 == 0 ? 500 : 502);
        return deserved;
    }

    /// <summary>Bytes of an answer; the same for the same thing.</summary>
    /// <param name="operation">What was asked.</param>
    /// <param name="status">What was answered.</param>
    /// <param name="about">Number of the thing asked for; 0: nothing in particular.</param>
    /// <param name="chance">The caller's.</param>
    public static int AnswerBytes(Operation operation, int status, ulong about, Chance chance) => status switch
    {
        204 or 304 => 0,
        401 => 112,
        403 => 124,
        404 => 131,
        405 => 98,
        >= 500 => 160 + (status % 100),
        >= 400 => 146,
        _ when about == 0 => chance.Skewed(operation.Smallest, operation.Largest),
        _ => operation.Smallest + (int)(Chance.Mix(about, (ulong)operation.Smallest) % (ulong)(operation.Largest - operation.Smallest + 1)),
    };

    private int Until(long moment, long period)
    {
        var wait = (moment - NowOnTheClock) % period;
        return (int)(wait < 0 ? wait + period : wait);
    }
}
