using Engine.Detection.Sketches;
using Engine.Schemas;
using MessagePack;

namespace Engine.Detection.Baselines;

/// <summary>What one lane learned since the last epoch. Partials of all lanes merge to the same table, however actors were spread over lanes.</summary>
/// <param name="inForce">The table that will take it over; only read here.</param>
/// <param name="learns">False: it takes nothing in, because the table does not learn.</param>
internal sealed class BaselinePartial(BaselineTable? inForce, bool learns = true)
{
    private const int MostMissedPaths = 65_536;
    private const int MostBaselines = 65_536;

    private Dictionary<BaselineKey, Baseline> _baselines = [];
    private Dictionary<ulong, BottomHashes> _missedPaths = [];

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
        if (!learns)
            return;
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

    /// <summary>The same in parts that share its contents: absorbing all of them is absorbing it.</summary>
    public IEnumerable<BaselinePartial> Split(int most) =>
    [
        .. _baselines.Chunk(most).Select(part => new BaselinePartial(inForce, learns) { _baselines = part.ToDictionary() }),
        .. _missedPaths.Chunk(most).Select(part => new BaselinePartial(inForce, learns) { _missedPaths = part.ToDictionary() }),
    ];

    public static void Save(ref MessagePackWriter writer, BaselinePartial partial)
    {
        writer.WriteArrayHeader(partial._baselines.Count);
        foreach (var (key, baseline) in partial._baselines)
        {
            BaselineKey.Save(ref writer, key);
            Baseline.Save(ref writer, baseline);
        }

        writer.WriteArrayHeader(partial._missedPaths.Count);
        foreach (var (path, actors) in partial._missedPaths)
        {
            writer.WriteUInt64(path);
            BottomHashes.Save(ref writer, actors);
        }
    }

    /// <summary>To be absorbed, not to go on learning.</summary>
    /// <exception cref="InvalidDataException">It was not written by <see cref="Save"/>.</exception>
    public static BaselinePartial Load(ref MessagePackReader reader)
    {
        var partial = new BaselinePartial(inForce: null, learns: false);
        for (var left = reader.ReadCount(MostBaselines); left > 0; left--)
        {
            var key = BaselineKey.Load(ref reader);
            partial._baselines[key] = Baseline.Load(ref reader);
        }

        for (var left = reader.ReadCount(MostMissedPaths); left > 0; left--)
        {
            var path = reader.ReadUInt64();
            partial._missedPaths[path] = BottomHashes.Load(ref reader, BaselineTable.ManyActors);
        }

        return partial;
    }

    private Baseline? For(BaselineKey key)
    {
        if (!learns)
            return null;
        if (_baselines.TryGetValue(key, out var baseline))
            return baseline;
        if (_baselines.Count < MostBaselines)
            return _baselines[key] = inForce?.Find(key)?.Part() ?? new Baseline();
        Overflowed++;
        return null;
    }
}
