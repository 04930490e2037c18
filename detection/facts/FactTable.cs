using System.Diagnostics.CodeAnalysis;

namespace Engine.Detection.Facts;

/// <summary>The keys that the fact step remembers. Bounded in keys and in values: beyond it the longest quiet keys are forgotten.</summary>
internal sealed class FactTable(int mostKeys, int mostValues)
{
    private readonly Dictionary<FactKey, FactState> _states = [];
    private readonly List<FactKey> _gone = [];

    public int Count => _states.Count;

    /// <summary>Remembered values of all keys.</summary>
    public long Values { get; private set; }

    /// <summary>Keys forgotten under pressure.</summary>
    public long Forgotten { get; set; }

    public IReadOnlyCollection<FactState> States => _states.Values;

    /// <summary>Keys forgotten since the last checkpoint.</summary>
    public List<FactKey> Gone => _gone;

    public bool TryGet(FactKey key, [MaybeNullWhen(false)] out FactState state) => _states.TryGetValue(key, out state);

    public void Put(FactState state)
    {
        Remove(state.Key);
        _states.Add(state.Key, state);
        Values += state.Size;
    }

    public void Remove(FactKey key)
    {
        if (_states.Remove(key, out var state))
            Values -= state.Size;
    }

    /// <summary>What was under a key is under another one now.</summary>
    public void Leave(FactKey key)
    {
        Remove(key);
        _gone.Add(key);
    }

    public void Measure(FactState state, int size)
    {
        Values += size - state.Size;
        state.Size = size;
    }

    /// <summary>A quarter at once, so that the search for the longest quiet costs little for each.</summary>
    public IReadOnlyList<FactState> ForgetIfFull()
    {
        if (_states.Count <= mostKeys && Values <= mostValues)
            return [];
        var quiet = _states.Values.OrderBy(state => state.LastTicks).ThenBy(state => state.Key).ToList();
        var forgotten = new List<FactState>();
        foreach (var state in quiet)
        {
            if (_states.Count <= mostKeys / 4 * 3 && Values <= (long)mostValues / 4 * 3)
                break;
            Remove(state.Key);
            _gone.Add(state.Key);
            forgotten.Add(state);
        }

        Forgotten += forgotten.Count;
        return forgotten;
    }
}
