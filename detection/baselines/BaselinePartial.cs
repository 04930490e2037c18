using Engine.Detection.Sketches;

namespace Engine.Detection.Baselines;

/// <summary>What one lane learned since the last epoch. Partials of all lanes merge to the same table, however actors were spread over lanes.</summary>
/// <param name="inForce">The table that will take it over; only read here.</param>
internal sealed class BaselinePartial(BaselineTable inForce)
{
    private const int MostMissedPaths = 65_536;
    private const int MostBaselines = 65_536;

    private readonly Dictionary<BaselineKey, Baseline> _baselines = [];
    private readonly Dictionary<ulong, BottomHashes> _missedPaths = [];

    public IReadOnlyDictionary<BaselineKey, Baseline> Baselines => _baselines;
    public IReadOnlyDictionary<ulong, BottomHashes> MissedPaths => _missedPaths;

    /// <summary>Missed paths and keys that were not remembered: a flood. The run is then no longer exact.</summary>
    public long Overflowed { get; private set; }
    public bool IsEmpty => _baselines.Count == 0 && _missedPaths.Count == 0;

    /// <summary>Teaches one closed window, to the actor's own group and to everyone's.</summary>
    public void Learn(BaselineKey key, Metric metric, long value, ulong actorHash, long bucket)
    {
        For(key)?.Add(metric, value, actorHash, bucket);
        For(key.ForEveryone())?.Add(metric, value, actorHash, bucket);
    }

    /// <param name="key">Any group's key: sharing is learned over everyone.</param>
    /// <param name="objectHash">Object visited.</param>
    /// <param name="actorHash">Visitor.</param>
    public void Visit(BaselineKey key, ulong objectHash, ulong actorHash) => For(key.ForEveryone())?.Objects.Add(objectHash, actorHash);

    public void Miss(ulong pathHash, ulong actorHash)
    {
        if (!_missedPaths.TryGetValue(pathHash, out var actors))
        {
            if (_missedPaths.Count >= MostMissedPaths)
            {
                Overflowed++;
                return;
            }

            _missedPaths[pathHash] = actors = new BottomHashes(BaselineTable.ManyActors);
        }

        actors.Add(actorHash);
    }

    public void Clear()
    {
        _baselines.Clear();
        _missedPaths.Clear();
    }

    private Baseline? For(BaselineKey key)
    {
        if (_baselines.TryGetValue(key, out var baseline))
            return baseline;
        if (_baselines.Count < MostBaselines)
            return _baselines[key] = inForce.Find(key)?.Part() ?? new Baseline();
        Overflowed++;
        return null;
    }
}
