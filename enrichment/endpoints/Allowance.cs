namespace Engine.Enrichment.Endpoints;

/// <summary>
/// How much may be learned. Beyond the half, one source may take a sixteenth of the whole: a single client in front of a server that answers
/// 200 to everything must not use up what the others need.
/// </summary>
/// <param name="most">Pieces altogether; what was learned is never given back, so this also bounds a lifetime.</param>
internal sealed class Allowance(int most)
{
    private readonly Dictionary<ulong, int> _bySource = [];

    public int Taken { get; private set; }

    public bool TryTake(ulong source)
    {
        if (Taken >= most)
            return false;
        var already = _bySource.GetValueOrDefault(source);
        if (Taken >= most / 2 && already >= Math.Max(1, most / 16))
            return false;
        _bySource[source] = already + 1;
        Taken++;
        return true;
    }
}
