namespace Engine.App.Checkpoints;

/// <summary>How long the stream waited for checkpoints: the longest step and a histogram in tenths of milliseconds, for a percentile.</summary>
internal sealed class StepTimes
{
    private const int Buckets = 10_000;

    private readonly long[] _tenths = new long[Buckets];
    private readonly Lock _lock = new();
    private long _count;

    public TimeSpan Longest { get; private set; }

    public void Add(TimeSpan took)
    {
        lock (_lock)
        {
            _tenths[Math.Min(Buckets - 1, (int)(took.TotalMilliseconds * 10))]++;
            _count++;
            if (took > Longest)
                Longest = took;
        }
    }

    /// <summary>What 99 of 100 steps stay below.</summary>
    public TimeSpan Percentile99()
    {
        lock (_lock)
        {
            var left = _count / 100;
            for (var i = Buckets - 1; i >= 0; i--)
            {
                left -= _tenths[i];
                if (left < 0)
                    return TimeSpan.FromMilliseconds((i + 1) / 10.0);
            }

            return TimeSpan.Zero;
        }
    }
}
