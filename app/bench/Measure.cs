namespace Engine.App.Bench;

/// <summary>What a piece of work cost this process.</summary>
/// <param name="Items">Lines, records or calls.</param>
/// <param name="Processor">Processor time of all threads, not the clock: what else runs on the machine must not count.</param>
/// <param name="Bytes">Bytes allocated.</param>
internal readonly record struct Measure(long Items, TimeSpan Processor, long Bytes)
{
    public double PerSecond => Items / Processor.TotalSeconds;
    public double Nanoseconds => Processor.TotalNanoseconds / Items;
    public double BytesEach => (double)Bytes / Items;

    /// <param name="work">Says how many items it was.</param>
    public static async Task<Measure> OfAsync(Func<Task<long>> work)
    {
        var bytes = GC.GetTotalAllocatedBytes();
        var since = Environment.CpuUsage.TotalTime;
        var items = await work();
        return new Measure(items, Environment.CpuUsage.TotalTime - since, GC.GetTotalAllocatedBytes() - bytes);
    }

    /// <summary>Runs <paramref name="round"/> once to warm up, then <paramref name="rounds"/> times, and keeps the cheapest: noise only ever adds.</summary>
    public static async Task<Measure> CheapestAsync(int rounds, Func<Task<long>> round)
    {
        await round();
        var best = default(Measure);
        for (var i = 0; i < rounds; i++)
        {
            var measured = await OfAsync(round);
            best = i == 0 || measured.Nanoseconds < best.Nanoseconds ? measured : best;
        }

        return best;
    }

    /// <summary>The same on the calling thread.</summary>
    public static Measure Cheapest(int rounds, Func<long> round) => CheapestAsync(rounds, () => Task.FromResult(round())).GetAwaiter().GetResult();
}
