using System.Globalization;
using Engine.Detection.Sketches;

namespace Engine.Detection.Baselines;

/// <summary>One immutable version of everything learned; a new one replaces it whole at an epoch boundary.</summary>
internal sealed class BaselineTable
{
    /// <summary>Actors that must miss a path before it is a dead link rather than a probe.</summary>
    public const int ManyActors = 3;

    private const int MostBaselines = 200_000;
    private const int MostMissedPaths = 65_536;

    private readonly Dictionary<BaselineKey, Baseline> _baselines;
    private readonly Dictionary<ulong, BottomHashes> _missedPaths;
    private readonly long _number;

    private BaselineTable(long number, Dictionary<BaselineKey, Baseline> baselines, Dictionary<ulong, BottomHashes> missedPaths)
    {
        _number = number;
        _baselines = baselines;
        _missedPaths = missedPaths;
    }

    public static BaselineTable Empty { get; } = new(0, [], []);

    public string Version => _number.ToString(CultureInfo.InvariantCulture);

    public int Count => _baselines.Count;

    public Baseline? Find(in BaselineKey key) => _baselines.GetValueOrDefault(key);

    /// <summary>The group's own baseline where it is mature, else everyone's where that is, else null.</summary>
    public Baseline? Mature(in BaselineKey key)
    {
        if (_baselines.TryGetValue(key, out var own) && own.IsMature)
            return own;
        return _baselines.TryGetValue(key.ForEveryone(), out var all) && all.IsMature ? all : null;
    }

    /// <summary>True: several actors miss this path, so it is a dead link or a broken deploy, and no sign of probing.</summary>
    public bool IsDeadLink(ulong pathHash) => _missedPaths.TryGetValue(pathHash, out var actors) && actors.Count >= ManyActors;

    public BaselineTable With(IReadOnlyList<BaselinePartial> partials)
    {
        var baselines = new Dictionary<BaselineKey, Baseline>(_baselines);
        var missed = new Dictionary<ulong, BottomHashes>(_missedPaths);
        foreach (var partial in partials)
        {
            foreach (var (key, learned) in partial.Baselines)
                Merge(baselines, key, learned);
            foreach (var (path, actors) in partial.MissedPaths)
                Merge(missed, path, actors);
        }

        // A scanner's own paths have one actor each: under pressure they go first, and dead links stay.
        if (missed.Count > MostMissedPaths)
            missed = missed.Where(path => path.Value.Count > 1).ToDictionary();
        return new BaselineTable(_number + 1, baselines, missed.Count > MostMissedPaths ? [] : missed);
    }

    private void Merge(Dictionary<BaselineKey, Baseline> into, BaselineKey key, Baseline learned)
    {
        var published = _baselines.GetValueOrDefault(key);
        if (!into.TryGetValue(key, out var merged))
        {
            // Judged on the version before the merge, so that no key's fate depends on the order of a hash table.
            if (_baselines.Count < MostBaselines)
                into[key] = learned.Copy();
            return;
        }

        // A published baseline is never changed: the first partial that touches it makes a copy.
        if (ReferenceEquals(merged, published))
            into[key] = merged = merged.Copy();
        merged.Merge(learned);
    }

    private void Merge(Dictionary<ulong, BottomHashes> into, ulong path, BottomHashes actors)
    {
        var published = _missedPaths.GetValueOrDefault(path);
        if (!into.TryGetValue(path, out var merged))
        {
            into[path] = actors.Copy();
            return;
        }

        if (ReferenceEquals(merged, published))
            into[path] = merged = merged.Copy();
        merged.Merge(actors);
    }
}
