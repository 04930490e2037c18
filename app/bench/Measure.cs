namespace Engine.App.Bench;

/// <summary>One measurement on the calling thread.</summary>
/// <param name="Items">Lines or calls.</param>
/// <param name="Seconds">CPU time of the process: nothing else runs in it meanwhile, and what runs beside it on the machine does not count.</param>
/// <param name="Bytes">Bytes allocated by the thread.</param>
internal readonly record struct Measure(long Items, double Seconds, long Bytes)
{
    public double PerSecond => Items / Seconds;
    public double Nanoseconds => Seconds * 1e9 / Items;
    public double BytesEach => (double)Bytes / Items;

    /// <summary>Runs <paramref name="round"/> once to warm up, then <paramref name="rounds"/> times, and keeps the fastest: noise only ever adds.</summary>
    public static Measure Fastest(int rounds, Func<long> round)
    {
        round();
        var best = default(Measure);
        for (var i = 0; i < rounds; i++)
        {
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var since = Environment.CpuUsage.TotalTime;
            var items = round();
            var measured = new Measure(items, (Environment.CpuUsage.TotalTime - since).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - bytes);
            best = i == 0 || measured.Nanoseconds < best.Nanoseconds ? measured : best;
        }

        return best;
    }
}
