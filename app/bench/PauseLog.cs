namespace Engine.App.Bench;

/// <summary>How long collections stopped the process, asked for after every batch.</summary>
internal sealed class PauseLog
{
    private static readonly GCKind[] Kinds = [GCKind.Ephemeral, GCKind.FullBlocking, GCKind.Background];

    private readonly long[] _seen = new long[Kinds.Length];
    private readonly List<TimeSpan> _full = [];
    private TimeSpan _longest;

    public PauseLog() => Look(keep: false);

    public int Count => _full.Count;
    public TimeSpan Longest => _longest;
    public TimeSpan LongestFull => _full.Count == 0 ? TimeSpan.Zero : _full.Max();
    public TimeSpan P99Full => _full.Count == 0 ? TimeSpan.Zero : _full.Order().ElementAt((int)Math.Ceiling(0.99 * _full.Count) - 1);

    public void Look() => Look(keep: true);

    private void Look(bool keep)
    {
        for (var i = 0; i < Kinds.Length; i++)
        {
            var info = GC.GetGCMemoryInfo(Kinds[i]);
            if (info.Index == _seen[i])
                continue;
            _seen[i] = info.Index;
            foreach (var pause in info.PauseDurations)
            {
                if (!keep || pause == TimeSpan.Zero)
                    continue;
                _longest = pause > _longest ? pause : _longest;
                if (Kinds[i] != GCKind.Ephemeral)
                    _full.Add(pause);
            }
        }
    }
}
