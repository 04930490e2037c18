using System.Globalization;
using Engine.Detection.Sketches;

namespace Engine.Detection.Baselines;

/// <summary>
/// Everything learned that is in force. Changes only between epochs, while no lane runs, and then whole: to a lane it never changes.
/// </summary>
internal sealed class BaselineTable
{
    /// <summary>Actors that must miss a path before it is a dead link rather than a probe.</summary>
    public const int ManyActors = 3;

    private const int MostBaselines = 65_536;
    private const int MostMissedPaths = 65_536;

    private readonly Dictionary<BaselineKey, Baseline> _baselines = [];
    private Dictionary<ulong, BottomHashes> _missedPaths = [];
    private long _number;

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

    /// <summary>Brings into force what the lanes learned. The partials' contents are taken over: clear them afterwards.</summary>
    public void Absorb(IReadOnlyList<BaselinePartial> partials)
    {
        // Judged on the version before, so that no key's fate depends on the order of a hash table.
        var changed = new HashSet<BaselineKey>();
        var hasRoom = _baselines.Count < MostBaselines;
        foreach (var partial in partials)
        {
            foreach (var (key, learned) in partial.Baselines)
            {
                if (_baselines.TryGetValue(key, out var known))
                    known.Merge(learned);
                else if (hasRoom)
                    _baselines.Add(key, learned);
                changed.Add(key);
            }

            foreach (var (path, actors) in partial.MissedPaths)
            {
                if (!_missedPaths.TryAdd(path, actors))
                    _missedPaths[path].Merge(actors);
            }
        }

        foreach (var key in changed)
            Find(key)?.Settle();

        // A scanner's own paths have one actor each: under pressure they go first, and dead links stay.
        if (_missedPaths.Count > MostMissedPaths)
            _missedPaths = _missedPaths.Where(path => path.Value.Count > 1).ToDictionary();
        if (_missedPaths.Count > MostMissedPaths)
            _missedPaths = [];
        _number++;
    }
}
