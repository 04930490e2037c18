using System.Globalization;
using Engine.Detection.Endpoints;
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
    private readonly Dictionary<ulong, BottomHashes> _missedPaths = [];

    /// <summary>Rises with each change.</summary>
    public long Number { get; set; }

    public string Version => Number.ToString(CultureInfo.InvariantCulture);

    public int Count => _baselines.Count;

    public IReadOnlyCollection<BaselineKey> Keys => _baselines.Keys;

    public IReadOnlyCollection<ulong> MissedPaths => _missedPaths.Keys;

    public Baseline? Find(in BaselineKey key) => _baselines.GetValueOrDefault(key);

    /// <summary>Who missed a path; null where nobody is remembered.</summary>
    public BottomHashes? Missers(ulong pathHash) => _missedPaths.GetValueOrDefault(pathHash);

    /// <summary>The group's own baseline where it is mature, else everyone's where that is, else null.</summary>
    public Baseline? Mature(in BaselineKey key)
    {
        if (_baselines.TryGetValue(key, out var own) && own.IsMature)
            return own;
        return _baselines.TryGetValue(key.ForEveryone(), out var all) && all.IsMature ? all : null;
    }

    /// <summary>True: several actors miss this path, so it is a dead link or a broken deploy, and no sign of probing.</summary>
    public bool IsDeadLink(ulong pathHash) => _missedPaths.TryGetValue(pathHash, out var actors) && actors.Count >= ManyActors;

    /// <summary>Brings into force what the lanes learned. The partials' contents are taken over: let go of them afterwards.</summary>
    /// <param name="partials">What they learned.</param>
    /// <param name="successors">What endpoints have become since it was learned.</param>
    public TableChanges Absorb(IReadOnlyList<BaselinePartial> partials, EndpointSuccessors successors)
    {
        var changes = new TableChanges();
        // Judged on the version before, so that no key's fate depends on the order of a hash table.
        var hasRoom = _baselines.Count < MostBaselines;
        foreach (var partial in partials)
        {
            foreach (var (past, learned) in partial.Baselines)
            {
                if (successors.HeirOf(past.Scope) is not { } scope)
                    continue;
                var key = past with { Scope = scope };
                if (_baselines.TryGetValue(key, out var known))
                    known.Merge(learned);
                else if (hasRoom)
                    _baselines.Add(key, learned);
                changes.Baselines.Add(key);
            }

            foreach (var (path, actors) in partial.MissedPaths)
            {
                if (!_missedPaths.TryAdd(path, actors))
                    _missedPaths[path].Merge(actors);
                changes.MissedPaths.Add(path);
            }
        }

        foreach (var key in changes.Baselines)
            Find(key)?.Settle();
        // A scanner's own paths have one actor each: under pressure they go first, and dead links stay.
        ForgetPaths(fewerActors: 2, changes);
        ForgetPaths(fewerActors: int.MaxValue, changes);
        Number++;
        return changes;
    }

    /// <summary>What is normal for an endpoint is normal for what it has become, unless that is more.</summary>
    public TableChanges Follow(EndpointSuccessors successors)
    {
        var changes = new TableChanges();
        foreach (var past in _baselines.Keys.Where(key => successors.HeirOf(key.Scope) != key.Scope).ToList())
        {
            _baselines.Remove(past, out var learned);
            changes.Baselines.Add(past);
            if (successors.HeirOf(past.Scope) is not { } scope)
                continue;
            var key = past with { Scope = scope };
            if (_baselines.TryGetValue(key, out var known))
                known.Merge(learned!);
            else
                _baselines.Add(key, learned!);
            changes.Baselines.Add(key);
        }

        foreach (var key in changes.Baselines)
            Find(key)?.Settle();
        return changes;
    }

    /// <summary>Brings a saved one into force.</summary>
    public void Set(in BaselineKey key, Baseline baseline)
    {
        baseline.Settle();
        _baselines[key] = baseline;
    }

    public void Set(ulong pathHash, BottomHashes actors) => _missedPaths[pathHash] = actors;

    public void Remove(in BaselineKey key) => _baselines.Remove(key);

    public void Remove(ulong pathHash) => _missedPaths.Remove(pathHash);

    /// <summary>Forgets everything.</summary>
    /// <returns>What was there.</returns>
    public TableChanges Clear()
    {
        var gone = new TableChanges();
        gone.Baselines.UnionWith(_baselines.Keys);
        gone.MissedPaths.UnionWith(_missedPaths.Keys);
        _baselines.Clear();
        _missedPaths.Clear();
        return gone;
    }

    private void ForgetPaths(int fewerActors, TableChanges changes)
    {
        if (_missedPaths.Count <= MostMissedPaths)
            return;
        foreach (var path in _missedPaths.Where(path => path.Value.Count < fewerActors).Select(path => path.Key).ToList())
        {
            _missedPaths.Remove(path);
            changes.MissedPaths.Add(path);
        }
    }
}
