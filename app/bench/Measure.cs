using System.Diagnostics;

namespace Engine.App.Bench;

/// <summary>One measurement on the calling thread.</summary>
/// <param name="Items">Lines or calls.</param>
/// <param name="Seconds">Wall time: these loops never wait, so on a quiet machine it is CPU time.</param>
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
            var since = Stopwatch.GetTimestamp();
            var items = round();
            var measured = new Measure(items, Stopwatch.GetElapsedTime(since).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - bytes);
            best = i == 0 || measured.Nanoseconds < best.Nanoseconds ? measured : best;
        }

        return best;
    }
}
