namespace Engine.App.Simulation.Labels;

/// <summary>
/// When an attack's calls were made, in bounded memory: every call of a small attack, every second, fourth … of a large one.
/// With it a score can say how many calls an attacker got through before the verdict.
/// </summary>
internal sealed class CallTally
{
    private const int MostKept = 1_024;
    private readonly List<long> _offsets = [];
    private long _first;

    public long Count { get; private set; }

    /// <summary>Each kept moment stands for this many calls.</summary>
    public int Every { get; private set; } = 1;

    /// <summary>Milliseconds after the first call, ascending.</summary>
    public IReadOnlyList<long> Offsets => _offsets;

    public void Add(long at)
    {
        if (Count == 0)
            _first = at;
        if (Count++ % Every != 0)
            return;
        if (_offsets.Count == MostKept)
            Thin();
        if ((Count - 1) % Every == 0)
            _offsets.Add(at - _first);
    }

    private void Thin()
    {
        for (var kept = 0; kept < MostKept / 2; kept++)
            _offsets[kept] = _offsets[2 * kept];
        _offsets.RemoveRange(MostKept / 2, MostKept / 2);
        Every *= 2;
    }
}
